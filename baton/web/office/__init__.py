"""考核办: the desk's pages."""
