"""What clients send, read with suspicion: parameters, bodies, formats wanted."""
