"""A generator as it is often written. Lint it: ``sequence-lint check examples/first_generator.py``.

It runs, and Keras trains with it. What it does not say is which samples the model never sees.
"""

import numpy as np
from tensorflow import keras


class ImageGenerator(keras.utils.Sequence):
    """Loads images by their paths, a batch at a time."""

    def __init__(self, paths, labels, batch_size=32, shuffle=True):
        self.paths = paths
        self.labels = labels
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.on_epoch_end()

    def __len__(self):
        return int(np.floor(len(self.paths) / self.batch_size))

    def __getitem__(self, index):
        chosen = self.indexes[index * self.batch_size : (index + 1) * self.batch_size]
        images = np.stack([np.load(self.paths[k]) for k in chosen])
        return images, np.array([self.labels[k] for k in chosen])

    def on_epoch_end(self):
        self.indexes = np.arange(len(self.paths))
        if self.shuffle:
            np.random.shuffle(self.indexes)


class ArrayGenerator(keras.utils.Sequence):
    """Serves arrays that are in memory already."""

    def __init__(self, x, y, batch_size):
        self.x, self.y = x, y
        self.batch_size = batch_size

    def __len__(self):
        return len(self.x)

    def __getitem__(self, index):
        start = index * self.batch_size
        return self.x[start : start + self.batch_size]
