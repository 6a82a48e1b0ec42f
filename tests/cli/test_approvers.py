from __future__ import annotations

from pathlib import Path

from neksus_desktop.storage.approvals import approvals
from neksus_desktop.usecases.profile import open_profile
from tests.cli.conftest import Neksus, Pair


def test_an_approver_signs_with_a_key_of_her_own(neksus: Neksus, pair: Pair, tmp_path: Path) -> None:
    secret = tmp_path / "frase"
    secret.write_text("En frase for seg 26\n", encoding="utf-8")
    (key,) = neksus(*pair.post, "approver", "new", "stasjonssjef", "--key-passphrase-file", secret, "--json").json
    made = neksus(
        *pair.post, "new", "--form", "neksus_veileder", "--subject-type", "avtale", "--title", "Oppdiktet avtale",
        "--country", "YE", "--invented", "--json",
    ).json["id"]  # fmt: skip
    assert neksus(*pair.post, "submit", made).code == 0
    wrong = tmp_path / "feil"
    wrong.write_text("En annen frase 26\n", encoding="utf-8")
    sign = (*pair.post, "approve", made, "--sign-as", key["thumbprint"], "--key-passphrase-file")
    assert neksus(*sign, wrong).err.startswith("neksus: [bundle_passphrase]")
    assert neksus(*sign, secret).code == 0
    post = open_profile(Path(pair.post[1]))
    (approval,) = approvals(post.store, made)
    post.close()
    assert approval.signer == key["thumbprint"]
    assert neksus(*pair.post, "approver", "end", key["thumbprint"]).code == 0
    assert "stasjonssjef" in neksus(*pair.post, "approver", "list").out
