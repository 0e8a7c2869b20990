"""收拾案头: joins files and records — a workbook in becomes a service call, records become a paper."""
