"""The networks of TrainingModels in PyTorch, eager, one thread. A line `loss` on the standard input makes a step and answers with its
loss; a number makes so many steps and answers with the seconds they took.

    pip install torch safetensors
"""

import sys
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 10)

    def loss(self, x, y):
        return F.cross_entropy(self.fc2(F.relu(self.fc1(x))), y)


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3)
        self.conv2 = nn.Conv2d(32, 64, 3)
        self.fc1 = nn.Linear(1600, 128)
        self.fc2 = nn.Linear(128, 10)

    def loss(self, x, y):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return F.cross_entropy(self.fc2(F.relu(self.fc1(x.flatten(1)))), y)


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(128, 128, batch_first=True)

    def loss(self, x, y):
        return F.mse_loss(self.lstm(x)[0], y)


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(65, 128)
        self.positions = nn.Embedding(64, 128)
        layer = nn.TransformerEncoderLayer(
            128, 4, 512, dropout=0, activation="gelu", batch_first=True, norm_first=True
        )
        self.encoder = nn.TransformerEncoder(layer, 4, norm=nn.LayerNorm(128), enable_nested_tensor=False)
        self.head = nn.Linear(128, 65)
        self.mask = nn.Transformer.generate_square_subsequent_mask(64)

    def loss(self, x, y):
        h = self.tokens(x) + self.positions(torch.arange(64))
        h = self.encoder(h, mask=self.mask, is_causal=True)
        return F.cross_entropy(self.head(h).flatten(0, 1), y.flatten())


torch.set_num_threads(1)
model = {"mlp": Mlp, "cnn": Cnn, "lstm": Lstm, "transformer": Transformer}[sys.argv[1]]()
tensors = load_file(sys.argv[2])
batch = [tensors.pop("batch.x"), tensors.pop("batch.y")]
model.load_state_dict(tensors)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01)


def step():
    optimizer.zero_grad()
    loss = model.loss(*batch)
    loss.backward()
    optimizer.step()
    return loss


print("torch", torch.__version__, flush=True)
for line in sys.stdin:
    if line.strip() == "loss":
        print(step().item(), flush=True)
        continue
    start = time.perf_counter()
    for _ in range(int(line)):
        step()
    print(time.perf_counter() - start, flush=True)
