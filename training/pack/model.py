"""The network in PyTorch: a trunk of windows over words, a branch for tags and the tree, a branch for names."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from infostreamer.understand.pack.features import TABLES

WIDTHS = {"word": 96, "word2": 96, "start": 32, "end2": 32, "end3": 48, "shape": 48, "lists": 24}
WIDTH, STATIC, ARC, LABEL = 256, 256, 128, 64
TRUNK, PARSE, NAMES = (1, 1), (2, 1, 4), (2, 1, 1)  # distance of the neighbours that each layer sees


def dropped(x: Tensor, share: float, is_training: bool) -> Tensor:
    """Dropout with one mask for all words of a sentence: cheaper to draw, and at least as good."""
    if not is_training:
        return x
    mask = torch.rand((x.shape[0], 1, x.shape[2]), device=x.device) >= share
    return x * (mask / (1 - share)).to(x.dtype)


class Window(nn.Module):
    """x + relu(W [left, x, right]), normed: one layer that sees the neighbours at a distance."""

    def __init__(self, distance: int, drop: float) -> None:
        super().__init__()
        self.distance, self.drop = distance, drop
        self.mix = nn.Linear(3 * WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = x * mask
        d = self.distance
        left = F.pad(x, (0, 0, d, 0))[:, : x.shape[1]]
        right = F.pad(x, (0, 0, 0, d))[:, d:]
        mixed = F.relu(self.mix(torch.cat((left, x, right), -1)))
        return self.norm(x + dropped(mixed, self.drop, self.training))


class Attention(nn.Module):
    """Every word looks at all words of its sentence, four heads."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.drop = drop
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, 4, WIDTH // 4).permute(2, 0, 3, 1, 4)
        bias = torch.where(mask[:, None, None, :, 0] > 0, 0.0, -1e9)
        scores = (q * (WIDTH // 4) ** -0.5) @ k.transpose(2, 3) + bias
        seen = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, WIDTH)
        return self.norm(x + dropped(self.out(seen), self.drop, self.training))


class Reader(nn.Module):
    """Rows of features and a static vector per word -> scores of tags, heads, relations and name tags."""

    def __init__(self, tags: int, relations: int, names: int, drop: float = 0.25) -> None:
        super().__init__()
        self.drop = drop
        self.tables = nn.ModuleDict({name: nn.Embedding(size, WIDTHS[name]) for name, size in TABLES.items()})
        for table in self.tables.values():
            nn.init.normal_(table.weight, std=0.1)
        inputs = sum(WIDTHS.values()) - WIDTHS["word2"] + STATIC
        self.enter = nn.Linear(inputs, WIDTH)
        self.enter_norm = nn.LayerNorm(WIDTH)
        self.trunk = nn.ModuleList(Window(distance, drop) for distance in TRUNK)
        self.parse = nn.ModuleList(Window(distance, drop) for distance in PARSE)
        self.look = Attention(drop)
        self.names = nn.ModuleList(Window(distance, drop) for distance in NAMES)
        self.names_look = Attention(drop)
        self.tag = nn.Linear(WIDTH, tags)
        self.arc_dep, self.arc_head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.arc = nn.Parameter(torch.randn(ARC, ARC) * ARC**-0.5)
        self.arc_bias = nn.Linear(ARC, 1)
        self.label_dep, self.label_head = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.label = nn.Parameter(torch.randn(LABEL + 1, relations, LABEL + 1) * 0.05)
        self.root = nn.Parameter(torch.randn(WIDTH) * 0.1)
        self.name = nn.Linear(WIDTH, names)

    def states(self, rows: Tensor, static: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """rows (B, L, tables), static (B, L, 256), mask (B, L, 1) -> states of the two branches (B, L, WIDTH)."""
        parts = [table(rows[..., at]) for at, table in enumerate(self.tables.values())]
        x = torch.cat((parts[0] + parts[1], *parts[2:], static), -1)
        x = self.enter_norm(self.enter(dropped(x, self.drop * 0.6, self.training)))
        for layer in self.trunk:
            x = layer(x, mask)
        parsed = named = x
        for at, layer in enumerate(self.parse):
            parsed = layer(parsed, mask)
            if at == 1:
                parsed = self.look(parsed, mask)
        for at, layer in enumerate(self.names):
            named = layer(named, mask)
            if at == 1:
                named = self.names_look(named, mask)
        return parsed, named

    def arcs(self, parsed: Tensor, mask: Tensor) -> Tensor:
        """(B, L, L + 1): how well each word, or the root at 0, is the head of each word."""
        batch = parsed.shape[0]
        heads = torch.cat((self.root.expand(batch, 1, -1), parsed), 1)
        dep = dropped(F.relu(self.arc_dep(parsed)), self.drop, self.training)
        head = dropped(F.relu(self.arc_head(heads)), self.drop, self.training)
        scores = dep @ self.arc @ head.transpose(1, 2) + self.arc_bias(head).transpose(1, 2)
        allowed = F.pad(mask[..., 0], (1, 0), value=1.0)
        return scores + torch.where(allowed > 0, 0.0, -1e9)[:, None]

    def labels(self, parsed: Tensor, heads: Tensor) -> Tensor:
        """heads (B, L), 0 the root -> (B, L, relations)."""
        batch = parsed.shape[0]
        all_ = torch.cat((self.root.expand(batch, 1, -1), parsed), 1)
        chosen = torch.gather(all_, 1, heads[..., None].expand(-1, -1, WIDTH))
        dep = F.pad(dropped(F.relu(self.label_dep(parsed)), self.drop, self.training), (0, 1), value=1.0)
        head = F.pad(dropped(F.relu(self.label_head(chosen)), self.drop, self.training), (0, 1), value=1.0)
        mixed = (dep @ self.label.flatten(1)).unflatten(-1, self.label.shape[1:])
        return (mixed @ head.unsqueeze(-1)).squeeze(-1)
