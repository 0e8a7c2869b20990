"""表的摆法: find out how a sheet of figures is laid out and turn it into observations."""
