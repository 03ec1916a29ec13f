"""The applicant's room: the list, its check, its files and papers, and handing it in."""
