"""What a notebook of the course must be: found, checked, executed and stored."""
