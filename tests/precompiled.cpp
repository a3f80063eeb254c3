// Stands for the headers that all tests read: they are compiled with it, once.
