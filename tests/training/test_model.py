from dataclasses import fields, replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
ctranslate2 = pytest.importorskip("ctranslate2")

from workbench.errors import SettingsError  # noqa: E402
from workbench.training import vocabulary  # noqa: E402
from workbench.training.batches import Encoded, collate  # noqa: E402
from workbench.training.config import ModelShape  # noqa: E402
from workbench.training.convert import convert  # noqa: E402
from workbench.training.growth import deepened  # noqa: E402
from workbench.training.hardware import device_of, product_format  # noqa: E402
from workbench.training.loss import smoothed_loss  # noqa: E402
from workbench.training.model import Transformer, greedy  # noqa: E402
from workbench.training.optimiser import Muon, orthogonalise  # noqa: E402
from workbench.training.workers import Workers  # noqa: E402

SHAPE = ModelShape(
    vocabulary=320, width=32, heads=4, feed_forward=64, encoder_layers=2, decoder_layers=2
)


def lively_model(seed: int) -> Transformer:
    """A random model whose output depends on everything, as an untrained one's does not."""
    model = Transformer(SHAPE, dropout=0.0, seed=seed)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in model.named_parameters():
            if p.dim() == 1:
                p.add_(torch.randn(p.shape, generator=generator) * 0.2)
            elif not name.startswith("embedding"):
                p.mul_(3.0)
    return model.eval()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_converted_model_decodes_as_torch_does(spm_file: Path, tmp_path: Path, seed: int) -> None:
    processor = vocabulary.load_vocabulary(spm_file)
    model = lively_model(seed)
    convert(model, vocabulary.pieces(processor), tmp_path / "model", quantization=None)
    translator = ctranslate2.Translator(str(tmp_path / "model"), compute_type="float32")
    for text in ("De brug.", "De minister ziet de stad in 1995.", "Kharkiv"):
        expected = greedy(
            model, [*processor.encode(text), vocabulary.END_ID],
            start=vocabulary.START_ID, end=vocabulary.END_ID, longest=25,
        )  # fmt: skip
        found = translator.translate_batch(
            [processor.encode(text, out_type=str)], beam_size=1, max_decoding_length=25
        )[0].hypotheses[0]
        assert [processor.piece_to_id(p) for p in found] == expected[:25]


def test_sliced_loss_equals_the_library_loss_and_its_gradients() -> None:
    model = lively_model(1)
    hidden = torch.randn(37, SHAPE.width, requires_grad=True)
    labels = torch.randint(SHAPE.vocabulary, (37,))
    loss, _ = smoothed_loss(model, hidden, labels, smoothing=0.1, chunk=10)
    (loss / 37).backward()
    twin = hidden.detach().clone().requires_grad_()
    weight = model.embedding.weight.detach().clone().requires_grad_()
    expected = torch.nn.functional.cross_entropy(
        torch.nn.functional.linear(twin, weight, model.output_bias.detach()),
        labels,
        label_smoothing=0.1,
    )
    expected.backward()
    assert torch.allclose(loss / 37, expected, atol=1e-4)
    assert torch.allclose(hidden.grad, twin.grad, atol=1e-5)
    assert torch.allclose(model.embedding.weight.grad, weight.grad, atol=1e-5)


def test_orthogonalised_matrices_have_singular_values_near_one() -> None:
    values = torch.linalg.svdvals(orthogonalise(torch.randn(3, 32, 64), steps=5))
    assert float(values.min()) > 0.6
    assert float(values.max()) < 1.3


def test_threads_sum_to_the_gradient_of_one_thread() -> None:
    rows = [Encoded([5, 6, 7, 2], [8, 9, 2], [(0, 1, 1.0), (2, 3, 1.0)]) for _ in range(6)]
    batches = [collate(rows[:1]), collate(rows[1:3]), collate(rows[3:])]
    gradients = []
    for count in (1, 2):
        model = lively_model(4).train()
        sums = Workers(model, count=count).gradients(batches, smoothing=0.1, guide_weight=0.5)
        assert sums.labels == 18
        assert sums.guided == 12
        gradients.append([p.grad for p in model.parameters()])
    for one, two in zip(*gradients, strict=True):
        assert torch.allclose(one, two, atol=1e-5)


def test_optimiser_resumes_where_it_stopped() -> None:
    batch = collate([Encoded([5, 6, 2], [8, 9, 2], [])])

    def run(*, interrupted: bool) -> Transformer:
        model = lively_model(5).train()
        optimiser = Muon(model)
        for number in range(4):
            if interrupted and number == 2:
                state = optimiser.state_dict()
                optimiser = Muon(model)
                optimiser.load_state_dict(state)
            Workers(model, count=1).gradients([batch], smoothing=0.1, guide_weight=0.0)
            optimiser.step(1.0)
        return model

    for a, b in zip(
        run(interrupted=False).parameters(), run(interrupted=True).parameters(), strict=True
    ):
        assert torch.equal(a, b)


def test_products_in_bfloat16_give_the_same_gradient_but_for_rounding() -> None:
    rows = [Encoded([5, 6, 7, 2], [8, 9, 2], [(0, 1, 1.0)]), Encoded([9, 2], [7, 8, 6, 2], [])]
    batch = collate(rows * 5)
    gradients = []
    for product in (None, torch.bfloat16):
        model = lively_model(6).train()
        model.product = product
        Workers(model, count=2).gradients([batch, batch], smoothing=0.1, guide_weight=0.5)
        gradients.append(torch.cat([p.grad.flatten() for p in model.parameters()]))
    full, short = gradients
    assert not torch.equal(full, short)
    assert float(torch.nn.functional.cosine_similarity(full, short, dim=0)) > 0.99


def test_short_products_orthogonalise_as_well() -> None:
    g = torch.randn(2, 32, 64)
    short = orthogonalise(g, product=torch.bfloat16)
    assert short.dtype == g.dtype
    assert float((short - orthogonalise(g)).abs().max()) < 0.05


def test_a_deepened_model_computes_the_same_and_learns_in_its_new_layers() -> None:
    model = lively_model(7)
    shape = replace(SHAPE, encoder_layers=4)
    deeper = Transformer(shape, dropout=0.0)
    deeper.load_state_dict(deepened(model, shape))
    source, target = torch.tensor([[5, 6, 7, 2]]), torch.tensor([[1, 8, 9]])
    before = model.decode(target, model.encode(source, None), None)[0]
    deeper.eval()
    assert torch.equal(before, deeper.decode(target, deeper.encode(source, None), None)[0])
    deeper.train()
    Workers(deeper, count=1).gradients(
        [collate([Encoded([5, 6, 2], [8, 9, 2], [])])], smoothing=0.1, guide_weight=0.0
    )
    assert float(deeper.encoder[3].ffn.down.weight.grad.abs().max()) > 0


def test_only_the_encoder_may_be_deeper_than_what_training_starts_from() -> None:
    for wrong in (replace(SHAPE, encoder_layers=1), replace(SHAPE, decoder_layers=3)):
        with pytest.raises(SettingsError, match="another shape"):
            deepened(lively_model(1), wrong)


def test_a_missing_gpu_is_explained() -> None:
    if torch.cuda.is_available():
        assert device_of("cuda").type == "cuda"
    else:
        with pytest.raises(SettingsError, match="no GPU"):
            device_of("cuda")


def test_precision_is_chosen_by_name_or_by_the_hardware() -> None:
    cpu = torch.device("cpu")
    assert product_format("fp32", cpu) is None
    assert product_format("bf16", cpu) is torch.bfloat16
    fast = {"avx512_bf16", "amx_bf16"} & {k for k, v in torch.cpu.get_capabilities().items() if v}
    assert product_format("auto", cpu) is (torch.bfloat16 if fast else None)


def test_a_batch_is_moved_whole() -> None:
    batch = collate([Encoded([5, 6, 2], [8, 9, 2], [(0, 1, 1.0)])])
    moved = batch.to(torch.device("meta"))
    assert moved.words == batch.words and moved.guided == batch.guided
    tensors = [
        value for f in fields(moved) if isinstance(value := getattr(moved, f.name), torch.Tensor)
    ]
    assert len(tensors) == 7
    assert all(tensor.device.type == "meta" for tensor in tensors)
