"""What pages of several audiences share: charts, figures, forms."""
