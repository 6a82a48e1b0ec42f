"""Tables of answers, texts, follow-ups, deadlines and grounds, as CSV, XLSX, JSON Lines and Parquet; iCalendar."""
