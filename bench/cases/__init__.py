"""Cases to judge the judge by: an invented world of journals and papers, and citations whose outcome is known beforehand."""
