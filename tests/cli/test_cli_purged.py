"""What was purged: nothing goes unasked, and nothing comes back."""

from click.testing import CliRunner

from infostreamer.cli.main import infostreamer

TEXT = "Dam at Orlan breaks\n\nThe dam at Orlan broke on Tuesday, the police of Mirsk said. Two people were hurt.\n"


def test_what_was_purged_is_asked_for_first_and_stays_out(tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text(TEXT)

    def call(*words, answer=""):
        done = CliRunner().invoke(infostreamer, ["--data", str(tmp_path / "desk"), *words], input=answer)
        return done.exit_code, done.output

    assert "1 taken in" in call("add", str(letter))[1]
    report = call("reports")[1].split()[0]
    purge = ("purge", "--report", report, "--why", "Order 12.")
    code, said = call(*purge)
    assert (code, "--yes deletes without asking" in said) == (2, True)
    code, said = call(*purge, answer="n\n")
    assert (code, "Nothing was deleted." in said) == (1, True)
    assert "1 report" in call(*purge, answer="y\n")[1]
    call("add", str(letter))
    assert call("reports")[1] == "No reports yet.\n", "it does not come back"
