"""Every setting is checked when Daymark starts, and what is wrong is said in one sentence."""

from pathlib import Path

import pytest

from server.settings import HOME, KNOWN, MailServer, SettingsError, read_settings

FROM = "reminders@d.example"


def test_without_any_setting_it_runs_on_this_machine() -> None:
    settings = read_settings({})
    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 8000, "http://localhost:8000")
    assert settings.database_url == f"sqlite:///{HOME}/data/daymark.db"  # wherever it is started from
    assert (settings.demo, settings.tick, settings.https, settings.cookie_name) == (False, True, False, "daymark")
    assert settings.extra_push_origins == frozenset()


def test_an_empty_setting_is_none() -> None:
    assert read_settings(dict.fromkeys(KNOWN, "") | {"PORT": ""}) == read_settings({})


def test_the_database_lies_in_the_data_directory() -> None:
    settings = read_settings({"DAYMARK_DATA_DIR": "/var/lib/daymark"})
    assert settings.data_dir == Path("/var/lib/daymark")
    assert settings.database_url == "sqlite:////var/lib/daymark/daymark.db"


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://daymark.example.org", "https://daymark.example.org"),
        ("https://daymark.example.org/", "https://daymark.example.org"),
        ("http://192.168.1.7:8000", "http://192.168.1.7:8000"),
    ],
)
def test_the_base_url_is_an_origin(given: str, origin: str) -> None:
    settings = read_settings({"DAYMARK_BASE_URL": given})
    assert settings.base_url == origin
    assert settings.https == (settings.cookie_name == "__Host-daymark") == origin.startswith("https")


def test_on_https_push_services_reach_the_operator_at_the_programs_own_address() -> None:
    assert read_settings({"DAYMARK_BASE_URL": "https://d.example"}).vapid_subject == "https://d.example"
    assert read_settings({"DAYMARK_VAPID_SUBJECT": "mailto:it@d.example"}).vapid_subject == "mailto:it@d.example"


def test_push_origins_of_tests_come_as_a_list() -> None:
    given = {"DAYMARK_EXTRA_PUSH_ORIGINS": "http://127.0.0.1:8030, http://127.0.0.1:8031,"}
    assert read_settings(given).extra_push_origins == {"http://127.0.0.1:8030", "http://127.0.0.1:8031"}


def test_without_a_mail_server_there_is_no_second_way() -> None:
    assert read_settings({}).mail_server is None


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 587, False, FROM)),
        ("smtp://mail.example:25", MailServer("mail.example", 25, False, FROM)),
        ("smtps://mail.example", MailServer("mail.example", 465, True, FROM)),
        ("smtp://it%40d.example:a%2Fb%3A@[::1]:2525/", MailServer("::1", 2525, False, FROM, "it@d.example", "a/b:")),
    ],
)
def test_a_mail_server_is_given_by_its_address(url: str, server: MailServer) -> None:
    found = read_settings({"DAYMARK_SMTP_URL": url, "DAYMARK_MAIL_FROM": FROM}).mail_server
    assert found == server
    assert "a/b:" not in repr(found)


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("smtp://mail.example", ""),
        ("", FROM),
        ("mail.example:587", FROM),
        ("http://mail.example", FROM),
        ("smtp://", FROM),
        ("smtp://mail.example:99999", FROM),
        ("smtp://mail.example/inbox", FROM),
        ("smtp://it:hush/hush@mail.example", FROM),  # the slash has to be written %2F
        ("smtp://it@mail.example", FROM),
        ("smtp://mail.example", "reminders"),
        ("smtp://mail.example", "Harbor House <reminders@d.example>"),
    ],
)
def test_a_mail_server_that_cannot_be_is_said_without_its_password(url: str, sender: str) -> None:
    with pytest.raises(SettingsError, match=r"DAYMARK_(SMTP_URL|MAIL_FROM) .*\.$") as error:
        read_settings({"DAYMARK_SMTP_URL": url, "DAYMARK_MAIL_FROM": sender})
    assert "hush" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DAYMARK_DATABSE_URL", "sqlite:///x.db"),  # a slip
        ("DAYMARK_PORT", "8000"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "80a"),
        ("PORT", "²"),  # a digit to Python, no number
        ("PORT", "٨٠"),
        ("DAYMARK_METRICS_PORT", "x"),
        ("DAYMARK_BASE_URL", "daymark.example.org"),
        ("DAYMARK_BASE_URL", "ftp://daymark.example.org"),
        ("DAYMARK_BASE_URL", "https://daymark.example.org/app"),
        ("DAYMARK_BASE_URL", "https://daymark.example.org?x=1"),
        ("DAYMARK_BASE_URL", "https://daymark.example.org#x"),
        ("DAYMARK_BASE_URL", "https://user:password@daymark.example.org"),
        ("DAYMARK_BASE_URL", "https://daymark.example.org:99999"),
        ("DAYMARK_BASE_URL", "https://[::1"),
        ("DAYMARK_BASE_URL", "https://"),
        ("DAYMARK_DATABASE_URL", "mysql://localhost/daymark"),
        ("DAYMARK_DATABASE_URL", "/var/lib/daymark.db"),
        ("DAYMARK_DEMO", "true"),
        ("DAYMARK_TICK", "0"),
        ("DAYMARK_EXTRA_PUSH_ORIGINS", "127.0.0.1:8030"),
        ("DAYMARK_VAPID_SUBJECT", "it@clinic.example"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings({name: value})
    sentence = str(error.value)
    assert name in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_other_peoples_variables_are_none_of_our_business() -> None:
    assert read_settings({"HOME": "/home/dana", "DAY": "1"}) == read_settings({})
