import pytest

from workbench.text.identify import document_language, foreign_quotes, is_foreign, text_language

DUTCH = "De regering stuurt militairen naar de grens."
ENGLISH = "The government will send troops to the border."
GERMAN = "Die Regierung schickt Soldaten an die Grenze, weil das nötig ist."
FRENCH = "Le gouvernement envoie des soldats à la frontière parce que c'est nécessaire."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (DUTCH, "nl"),
        (ENGLISH, "en"),
        (GERMAN, "de"),
        (FRENCH, "fr"),
        ("Fregat vaart uit", "nl"),
        ("Warship sails tomorrow morning", "en"),
        ("12345 ---", "nl"),
    ],
)
def test_documents(text: str, language: str) -> None:
    assert document_language(text) == language


@pytest.mark.parametrize(
    ("text", "context", "language"),
    [
        ("Article 5", "nl", "nl"),
        ("Article 5", "en", "en"),
        (ENGLISH, "nl", "en"),
        (DUTCH, "en", "nl"),
        (GERMAN, "nl", "de"),
        (FRENCH, "nl", "fr"),
        ("Een peace enforcement missie heeft rules of engagement nodig.", "nl", "nl"),
        ("Figuur 1 Varianten van vredesoperaties (bron: US Army, Peace Operations)", "nl", "nl"),
        (
            "Zie Reuters, ‘Russia rules out ‘any options’ for European peacekeepers’, 2025.",
            "nl",
            "nl",
        ),
        ("Command, Control, Communications, Computers and Reconnaissance.", "nl", "en"),
        ("Jan Jansen, Piet de Boer, Klaas Visser, Kees Mulder", "nl", "nl"),
        ("Leopard 2A6, Boxer, Fennek, Patriot, CV90", "nl", "nl"),
    ],
)
def test_segments(text: str, context: str, language: str) -> None:
    assert text_language(text, context) == language
    assert is_foreign(text, context) == (language != context)


def test_quoted_english_is_noticed() -> None:
    note = "Zie Reuters, ‘Russia rules out any options for peacekeepers’, 2025."
    assert foreign_quotes(note, "nl")
    assert not foreign_quotes("Zie het rapport ‘De strijd om Oekraïne en zijn ontheemden’.", "nl")
