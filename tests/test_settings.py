"""Settings: strongest source wins, mistakes are said."""

import pytest

from infostreamer.model import ConfigurationError
from infostreamer.settings import SETTINGS, Settings, store_url


def load(given=None, *, environment=None, files=()):
    return Settings.load(given, environment=environment or {}, files=files)


def test_flag_beats_environment_beats_file_beats_default(tmp_path):
    path = tmp_path / "infostreamer.toml"
    path.write_text("[web]\nport = 1\nhost = 'a'\n[desk]\nname = 'from file'\n")
    environment = {"INFOSTREAMER_WEB__PORT": "2", "INFOSTREAMER_WEB__HOST": "b"}
    settings = load({"web.port": 3}, environment=environment, files=(path,))
    assert (settings["web.port"], settings["web.host"], settings["desk.name"]) == (3, "b", "from file")
    assert settings["collect.every"] == 3600
    assert [settings.origin(name) for name in ("web.port", "web.host", "desk.name", "collect.every")] == [
        "flag",
        "environment",
        str(path),
        "default",
    ]


def test_an_unknown_key_is_an_error_with_a_hint():
    with pytest.raises(ConfigurationError, match=r"web\.prt.*did you mean 'web\.port'"):
        load({"web.prt": 1})


@pytest.mark.parametrize("value", ["many", "", "1.5"])
def test_a_value_of_another_type_is_an_error(value):
    with pytest.raises(ConfigurationError, match="whole number"):
        load(environment={"INFOSTREAMER_WEB__PORT": value})


@pytest.mark.parametrize(("raw", "value"), [("yes", True), ("0", False), ("TRUE", True), ("off", False)])
def test_truth_values(raw, value):
    assert load(environment={"INFOSTREAMER_COLLECT__ALLOW_PRIVATE": raw})["collect.allow_private"] is value


def test_a_secret_can_stand_in_a_file(tmp_path):
    secret = tmp_path / "url"
    secret.write_text("postgresql+psycopg://desk@db/desk\n")
    settings = load(environment={"INFOSTREAMER_STORE__URL_FILE": str(secret)})
    assert store_url(settings) == "postgresql+psycopg://desk@db/desk"


def test_a_broken_file_is_one_sentence(tmp_path):
    path = tmp_path / "infostreamer.toml"
    path.write_text("[web\n")
    with pytest.raises(ConfigurationError, match="cannot be read as TOML"):
        load(files=(path,))


def test_safe_defaults():
    settings = load()
    assert settings["web.host"] == "127.0.0.1"
    assert settings["collect.allow_private"] is False
    assert settings["collect.every"] >= 3600


def test_every_setting_is_explained():
    assert all(setting.help.endswith(".") for setting in SETTINGS)
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "desk.example",
            "ftp://desk.example",
            "https://",
            "https://user:canary@desk.example",
            "https://desk.example/?a=b",
        ),
        *("https://desk.example/#x", "javascript:alert(1)", "https://desk.example\\@evil.example", "https://[::1"),
        *(
            "https://desk.example:99999",
            "https://desk.example/\r\nX: y",
            'https://desk.example/"><script>',
            "https://a b/",
        ),
    ],
)
def test_the_desk_s_own_address_holds_nothing_but_where_it_is(address):
    with pytest.raises(ConfigurationError, match="desk's own address") as refused:
        load({"web.address": address})
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize("address", ["", "https://desk.example", "http://10.0.0.7:8420/desk/", "https://[::1]:8420"])
def test_the_desk_s_own_address_is_taken(address):
    assert load({"web.address": address})["web.address"] == address


@pytest.mark.parametrize("value", ["http://u:can@ary@h:1", "socks5://canary@h", "http://h/v1?x=1", "//u:canary@h"])
def test_a_password_in_an_address_is_not_shown(value):
    for name in ("proxy.address", "llm.address", "notify.ntfy", "web.hosts"):
        shown = load({name: value}).shown(name)
        assert "can" not in shown
        assert shown.endswith(value.rpartition("@")[2])
    assert load({"mail.password": "canary"}).shown("mail.password") == "…"
    assert load({"mail.password": ""}).shown("mail.password") == ""
    assert load().shown("web.port") == 8420
