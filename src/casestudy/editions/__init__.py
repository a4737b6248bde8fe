"""A course handed out: as it is, without keys for students, or with all answers for teachers."""
