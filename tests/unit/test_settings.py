"""Settings are read strictly, from three places, and all mistakes are told at once."""

from __future__ import annotations

import re
import tomllib
from ipaddress import ip_network
from pathlib import Path

import pytest

from satchel.base.settings import SETTINGS, BadSettings, Settings, describe, load

MANUAL = Path(__file__).parents[2] / "docs" / "settings.md"


def problems(environ: dict[str, str], folder: Path) -> list[str]:
    with pytest.raises(BadSettings) as caught:
        load(environ, folder)
    return caught.value.problems


def problem(environ: dict[str, str], folder: Path) -> str:
    (only,) = problems(environ, folder)
    return only


def test_nothing_set_means_the_defaults(tmp_path: Path) -> None:
    settings = load({"HOME": "/root", "satchel_data": "no"}, tmp_path)
    assert settings == Settings(data=tmp_path / "satchel-data")
    assert settings.add_wait == 5.0
    assert settings.fetch_allow_networks == ()
    assert not settings.https


def test_the_environment_beats_the_file_and_a_file_of_its_own_beats_all(tmp_path: Path) -> None:
    (tmp_path / "satchel.toml").write_text("add_wait = 3\nuser_limit = 1\nkey_limit = 7\n")
    (tmp_path / "limit").write_text("9\n")
    environ = {"SATCHEL_USER_LIMIT": "2", "SATCHEL_KEY_LIMIT_FILE": "limit"}
    settings = load(environ, tmp_path)
    assert (settings.add_wait, settings.user_limit, settings.key_limit) == (3.0, 2, 9)
    told = {line.name: line.source for line in describe(settings)}
    assert told["add_wait"] == "satchel.toml"
    assert told["user_limit"] == "SATCHEL_USER_LIMIT"
    assert told["key_limit"] == "SATCHEL_KEY_LIMIT_FILE"
    assert told["data"] == "default"


def test_the_toml_file_can_be_anywhere(tmp_path: Path) -> None:
    (tmp_path / "satchel.toml").write_text("nonsense =")
    other = tmp_path / "other.toml"
    other.write_bytes(b'\xef\xbb\xbfdata = "/srv/satchel"\n')
    assert load({"SATCHEL_CONFIG": str(other)}, tmp_path).data == Path("/srv/satchel")
    assert load({"SATCHEL_CONFIG": "other.toml"}, tmp_path).data == Path("/srv/satchel")


def test_networks_in_toml_are_a_list_or_a_text(tmp_path: Path) -> None:
    expected = (ip_network("10.0.0.0/8"), ip_network("::1"))
    for value in ('["10.0.0.0/8", "::1"]', '"10.0.0.0/8, ::1"'):
        (tmp_path / "satchel.toml").write_text(f"fetch_allow_networks = {value}\n")
        assert load({}, tmp_path).fetch_allow_networks == expected


def test_all_mistakes_are_told_at_once_with_what_was_probably_meant(tmp_path: Path) -> None:
    (tmp_path / "satchel.toml").write_text('ad_wait = 3\nuser_limit = "5"\n[fetch]\nlimit = 3\n')
    environ = {
        "SATCHEL_DATABSE_URL": "hunter2",
        "SATCHEL_DATABASE_URI_FILE": "/nowhere",
        "SATCHEL_PORT": "8080",
        "SATCHEL_ZZZ": "x",
        "SATCHEL_ADD_WAIT": "soon",
        "SATCHEL_LOG_FORMAT_FILE": "missing",
    }
    assert problems(environ, tmp_path) == [
        "satchel.toml: ad_wait: there is no such setting. Did you mean add_wait?",
        "satchel.toml: user_limit: this is not a whole number from 0 to 1000000000.",
        "satchel.toml: fetch: there is no such setting. Did you mean fetch_limit?",
        "SATCHEL_DATABASE_URI_FILE: there is no such setting. Did you mean SATCHEL_DATABASE_URL_FILE?",
        "SATCHEL_DATABSE_URL: there is no such setting. Did you mean SATCHEL_DATABASE_URL?",
        "SATCHEL_LOG_FORMAT_FILE: the file cannot be read: No such file or directory.",
        "SATCHEL_PORT: there is no such setting. The port is an option: satchel serve --port.",
        "SATCHEL_ZZZ: there is no such setting.",
        "SATCHEL_ADD_WAIT: 'soon' is not a number of seconds from 0 to 60.",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("ADD_WAIT", bad) for bad in ["", "-1", "60.1", "1e1", "inf", "nan", "٣", " 5", "5s", ".5", "5."]),
        *(("USER_LIMIT", bad) for bad in ["", "-1", "+1", "1.0", "1_000", "٣", "1000000001", "9" * 5000]),
        *(("FETCH_AT_ONCE", bad) for bad in ["0", "65"]),
        *(("PASSWORD_MEMORY", bad) for bad in ["7", "4194305"]),
        *(("LOG_LEVEL", bad) for bad in ["", "INFO", "trace"]),
        *(("DATA", bad) for bad in ["", " ", "~/satchel", "a\0b"]),
        *(("FETCH_ALLOW_NETWORKS", bad) for bad in ["10.0.0.1/8", "10.0.0.0/33", "home", "10.0.0.0/8,", "1"]),
        *(("FETCH_ALLOW_NETWORKS", bad) for bad in ["fe80::1%eth0", "10.0.0.0/255.0.0.0", "10.0.0.0/8;::1"]),
        *(("TRUSTED_PROXIES", bad) for bad in ["0.0.0.0/0", "::/0", "*"]),
        *(
            ("PUBLIC_URL", bad)
            for bad in ["example.org", "ftp://example.org", "https://", "https://a b", "https:/x"]
        ),
        *(
            ("PUBLIC_URL", bad)
            for bad in ["https://me@example.org", "https://x/?a", "https://x/#a", "https://é.fr"]
        ),
        *(
            ("PUBLIC_URL", bad)
            for bad in ["https://x:99999", "https://x:y", "https://[::1", "https://x\\y", "//x"]
        ),
        *(("DATABASE_URL", bad) for bad in ["mysql://x/y", "sqlite:///x", "postgresql:/x", "host=x", "x"]),
        *(
            ("DATABASE_URL", bad)
            for bad in ["postgresql://u:a@b@h/d", "postgresql://u:a/b@h/d", "postgresql://h:x/d"]
        ),
        *(
            ("DATABASE_URL", bad)
            for bad in ["postgresql://u:50%@h/d", "postgresql://h/a b", "postgresql://h/d\n"]
        ),
    ],
)
def test_a_value_that_is_not_plainly_right_is_refused(name: str, value: str, tmp_path: Path) -> None:
    told = problem({f"SATCHEL_{name}": value}, tmp_path)
    assert told.startswith(f"SATCHEL_{name}: ")
    assert " is not " in told
    assert "\n" not in told
    assert len(told) < 250


@pytest.mark.parametrize(
    "line",
    [
        "add_wait = true",
        'add_wait = "3"',
        "add_wait = inf",
        "user_limit = 3.0",
        "user_limit = -1",
        "data = 3",
        "public_url = 1979-05-27",
        "log_level = ['info']",
        "fetch_allow_networks = [10]",
        "fetch_allow_networks = ['']",
        "trusted_proxies = {a = 1}",
    ],
)
def test_a_toml_value_of_another_type_is_refused(line: str, tmp_path: Path) -> None:
    (tmp_path / "satchel.toml").write_text(line)
    assert problem({}, tmp_path).startswith(f"satchel.toml: {line.split()[0]}: ")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a = = 1", "this is not TOML"),
        (b"a = '\xff'", "not UTF-8"),
        (None, "cannot be read: Is a directory"),
    ],
)
def test_a_toml_file_that_cannot_be_read_is_told(content: bytes | None, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "satchel.toml"
    path.mkdir() if content is None else path.write_bytes(content)
    assert reason in problem({}, tmp_path)


def test_a_toml_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    assert "mine.toml: cannot be read" in problem({"SATCHEL_CONFIG": "mine.toml"}, tmp_path)


@pytest.mark.parametrize(
    ("given", "kept", "https"),
    [
        ("https://Read.Example.org/", "https://read.example.org", True),
        ("HTTPS://example.org:443/satchel/", "https://example.org/satchel", True),
        ("http://example.org:80", "http://example.org", False),
        ("http://[::1]:8080", "http://[::1]:8080", False),
        ("", "", False),
    ],
)
def test_the_public_address_is_kept_as_browsers_write_it(
    given: str, kept: str, https: bool, tmp_path: Path
) -> None:
    settings = load({"SATCHEL_PUBLIC_URL": given}, tmp_path)
    assert (settings.public_url, settings.https) == (kept, https)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://alice:hunter2@db:5432/x", "postgresql://alice:***@db:5432/x"),
        ("postgres://alice:hunter2%40@[::1]/x", "postgres://alice:***@[::1]/x"),
        (
            "postgresql:///x?host=/tmp&user=a&password=hunter2",
            "postgresql:///x?host=/tmp&user=a&password=***",
        ),
        (
            "postgresql://a@h1:1,h2:2/x?sslpassword=hunter2&a=b",
            "postgresql://a@h1:1,h2:2/x?sslpassword=***&a=b",
        ),
        ("postgresql://", "postgresql://"),
    ],
)
def test_the_database_password_is_never_shown(url: str, shown: str, tmp_path: Path) -> None:
    settings = load({"SATCHEL_DATABASE_URL": url}, tmp_path)
    assert settings.database_url == url
    assert {line.name: line.value for line in describe(settings)}["database_url"] == shown
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    "name", ["DATABASE_URL", "DATABASE_URL_FILE", "PUBLIC_URL", "PUBLIC_URL_FILE", "PUBLIK_URL"]
)
def test_a_mistake_does_not_tell_the_secret(name: str, tmp_path: Path) -> None:
    wrong = "postgresql://alice:hunter2@db:port@x/y"
    (tmp_path / "secret").write_text(wrong)
    value = "secret" if name.endswith("_FILE") else wrong
    assert "hunter2" not in problem({f"SATCHEL_{name}": value}, tmp_path)


def test_a_file_of_its_own_loses_only_its_last_line_break(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    environ = {"SATCHEL_DATABASE_URL_FILE": str(path)}
    for end in (b"", b"\n", b"\r\n"):
        path.write_bytes(b"postgresql://a:b@c/d" + end)
        assert load(environ, tmp_path).database_url == "postgresql://a:b@c/d"
    path.write_bytes(b"postgresql://a:b@c/d\n\n")
    assert "SATCHEL_DATABASE_URL_FILE" in problem(environ, tmp_path)
    path.write_bytes(b"\xff")
    assert "not UTF-8" in problem(environ, tmp_path)
    assert "larger than" in problem({"SATCHEL_DATABASE_URL_FILE": "/dev/zero"}, tmp_path)


def test_a_setting_and_its_file_together_are_refused(tmp_path: Path) -> None:
    (tmp_path / "wait").write_text("1")
    environ = {"SATCHEL_ADD_WAIT": "1", "SATCHEL_ADD_WAIT_FILE": "wait"}
    assert "SATCHEL_ADD_WAIT is set as well" in problem(environ, tmp_path)


def test_what_container_systems_announce_is_passed_over(tmp_path: Path) -> None:
    load(
        {
            "SATCHEL_SERVICE_HOST": "10.0.0.7",
            "SATCHEL_SERVICE_PORT": "80",
            "SATCHEL_SERVICE_PORT_HTTP": "80",
            "SATCHEL_PORT": "tcp://10.0.0.7:80",
            "SATCHEL_PORT_80_TCP": "tcp://10.0.0.7:80",
            "SATCHEL_DB_PORT_5432_TCP_ADDR": "10.0.0.8",
        },
        tmp_path,
    )


def test_what_is_shown_can_be_set_again(tmp_path: Path) -> None:
    environ = {
        "SATCHEL_DATA": "/srv/x",
        "SATCHEL_ADD_WAIT": "0.25",
        "SATCHEL_FETCH_ALLOW_NETWORKS": "10.0.0.0/8,fd00::/8",
        "SATCHEL_TRUSTED_PROXIES": "127.0.0.1",
    }
    settings = load(environ, tmp_path)
    names = {setting.name: setting.environment for setting in SETTINGS}
    assert load({names[line.name]: line.value for line in describe(settings)}, tmp_path) == settings


def test_the_manual_lists_every_setting_as_it_is() -> None:
    rows = re.findall(
        r"^\| `(SATCHEL_\w+)` \| `(\w+)` \| (.*?) \| (.*?) \|$", MANUAL.read_text(), re.MULTILINE
    )
    declared = [
        (each.environment, each.name, f"`{each.default}`" if each.default else "empty", each.meaning)
        for each in SETTINGS
    ]
    assert rows == declared


def test_the_example_of_the_manual_can_be_loaded_and_both_its_forms_agree(tmp_path: Path) -> None:
    text = MANUAL.read_text()
    (toml,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    (shell,) = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    environ = dict(line.split("=", 1) for line in shell.splitlines())
    from_environment = load(environ, tmp_path)
    (tmp_path / "satchel.toml").write_text(toml)
    assert load({}, tmp_path) == from_environment
    assert len(tomllib.loads(toml)) == len(environ)
