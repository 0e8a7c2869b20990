"""加减分: claims and deductions from document to decision."""
