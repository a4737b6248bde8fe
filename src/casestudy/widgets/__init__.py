"""What lives in a page: the quiz."""
