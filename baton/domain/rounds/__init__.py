"""轮次: mid-year, year-end, quarter, ad hoc; calendar, scheme version, stage."""
