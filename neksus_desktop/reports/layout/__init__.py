"""How it looks: ``ReportContent`` laid out on A4 pages as tagged PDF/A. Knows nothing of records or forms."""
