"""现场考评的案头: setting a session up, reading slips, what lies beside, its papers."""
