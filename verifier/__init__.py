"""Verify the research outputs that an applicant for a professional title lists (职称评审研究成果核验)."""

__version__ = "0.1.0"
