"""网页: pages, one folder per audience. A view reads the input, calls one thing, chooses the page."""
