"""The committee's room: the queue, items side by side with their evidence, second looks, samples, appeals, statistics."""
