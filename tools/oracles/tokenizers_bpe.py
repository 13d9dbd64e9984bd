"""What Hugging Face's tokenizers 0.23.3 (Python) learns from the sentences of chapter 13 and how it encodes some texts.

    pip install tokenizers==0.23.3 && python tools/oracles/tokenizers_bpe.py

The numbers are in the test BytePairEncodingTest of the examples.
"""
import json

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

SENTENCES = [
    "The quick brown fox jumps over the lazy dog.",
    "How are you today dear friend?",
    "She sells sea shells on the sea shore.",
    "The shells she sells are sea shells for sure.",
]
TEXTS = [
    "Hello, how are you?",
    "she sells  sea\n\n\tshells",
    "",
    "   ",
    "they'll sell 12 shells! caf\u00e9 \U0001f41a",
]

tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.train_from_iterator(
    SENTENCES,
    trainers.BpeTrainer(
        vocab_size=300,
        min_frequency=2,
        show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    ),
)
model = json.loads(tokenizer.to_str())["model"]
print([[model["vocab"][left], model["vocab"][right]] for left, right in model["merges"]])
for text in TEXTS:
    print(json.dumps(text), tokenizer.encode(text).ids)
