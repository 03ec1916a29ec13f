"""The worker's rooms: who may work on what (`leases`), and how each kind of task is done."""
