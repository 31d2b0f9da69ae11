"""What looks like a secret, and what only talks about one."""

import string
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aftercare_cli.model.secrets import MASK, masked, may_hold, secrets, without

RANDOM = "q9ZbK3rT7mVx2Lp8WnYd4HsQ6"
SECRETS = {
    # A text, with the secret between « and ».
    "密码：«Abc12345»": "password",
    "密码: «admin123»": "password",
    "口令=«Xy7#pq»": "password",
    "NVR登录密码是«Hik12345»，请保密": "password",
    "默认密码为«admin»，请修改": "password",
    "账号/密码: «admin/Abc12345»": "password",
    "用户名 admin 密码 «Abc12345»": "password",
    "密码«Admin@123»": "password",
    "密码(admin)：«Abc123456»": "password",
    "wifi密码:«88888888»": "password",
    "设备验证码：«ABCDEF»": "password",
    "提取码: «ab12»": "password",
    "password: «hunter2»": "password",
    "password:«hunter»": "password",
    'Password = "«correct horse battery»"': "password",
    "the password is «Winter2026!»": "password",
    "passwd «hik12345+»": "password",
    "Pwd:«Aa123456».": "password",
    "pass: «Hik12345»": "password",
    "DB_PASSWORD=«geheim»": "password",
    "secret password: «geheim»": "password",
    '"password": "«Abc 123 x»"': "password",
    "api_key: «9f8e7d6c5b4a»": "password",
    "API key=«ABCD1234EFGH»": "password",
    "token: «8842-aabb-11»": "password",
    'client_secret: "«aaaa1111bbbb»"': "password",
    "口令: «$Abc123»": "password",
    "password:\n  «hunter22»": "password",
    "rtsp://admin:«Hik12345»@192.0.2.8:554/Streaming/Channels/101": "password",
    "rtsp://admin:«p@ss/w0rd»@192.0.2.8/ch1": "password",
    "rtsp://:«geheim»@192.0.2.8/ch1": "password",
    "http://user:«geheim»@nvr.example/": "password",
    "rtsp://192.0.2.9:554/user=admin_password=«tlJwpbo6_channel=1_stream=0.sdp»": "password",
    f"«{'AKIA' + 'IOSFODNN7EXAMPLE'}»": "token",
    f"«{'ghp_' + '0123456789abcdefghijABCDEFGHIJ012345'}»": "token",
    f"«{'eyJhbGciOiJIUzI1NiJ9' + '.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'}»": "token",
    "Authorization: Bearer «abcdef0123456789abcdef»": "token",
    f"sealed: «{RANDOM}»!": "random",
    "«-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAK\n-----END RSA PRIVATE KEY-----»\nbehind": "private_key",
    "«-----BEGIN PRIVATE KEY-----\nMIIEow\ncut off»": "private_key",
}
PROSE = [
    "请修改默认密码",
    "密码：已移交",
    "密码见密封件",
    "密码长度不少于8位",
    "密码为8位以上字母数字",
    "密码是否已修改",
    "忘记密码请致电 0000-1234567",
    "忘记密码：0000-1234567",
    "重置密码 NVR-3200",
    "修改密码后 NVR-3200 重启",
    "密码: 2026-03-01修改",
    "密码 hq-nvr-01",
    "密码: ******",
    "密码强度：强",
    "口令：已修改",
    "密码：无",
    "密码：T-20261122-7F3K",
    "密码：见纸质移交单 17 号",
    "密码由客户保管，密码信封编号：A-17",
    "验证码请向客户索取",
    "密钥已移交甲方",
    "编码器 2 路，解码器 1 台",
    "password: changed on site",
    "Password: changed",
    "password is written on the sealed sheet",
    "password is wrong",
    "password: see sealed sheet 4",
    "password: sealed envelope 12, handed over",
    "The password was reset 2026-03-01",
    "password protected",
    "password reset for hq-nvr-01",
    "passwordless login",
    "password: <sealed>",
    "password: ${NVR_PASSWORD}",
    "The secret is to reboot twice",
    "secretary: bob12",
    "token: none",
    "tokens: 12 per box",
    "token ring 100Mbps",
    "api_key rotated",
    "key: hq-door-3",
    "ssh key handed over",
    "result: pass, note: 12345",
    "pass rate: 95%",
    "bypass: 12345",
    "compass=1234",
    "rtsp://192.0.2.8:554/Streaming/Channels/101",
    "rtsp://用户:密码@192.0.2.8/",
    "rtsp://<user>:<password>@192.0.2.8/",
    "http://nvr.example:8080/a@b",
    "SN20260101AABBCCDD0001",
    "DS-2CD2T45-I3-20200101AAWRD12345678W",
    "550e8400-e29b-41d4-a716-446655440000",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "records/attachments/T-20261122-7F3K/IMG_20261122_091500_GatePhotoNorth.jpg",
    'price: "300.00"',
    "phone: 000-0000-0110",
]
SIGNS = string.ascii_letters + string.digits + "!#+./:@^~"


@pytest.mark.parametrize("marked", SECRETS)
def test_a_secret_is_found_to_its_ends(marked: str) -> None:
    text = marked.replace("«", "").replace("»", "")
    (found,) = secrets(text)
    assert f"{text[: found.start]}«{text[found.start : found.end]}»{text[found.end :]}" == marked
    assert found.kind == SECRETS[marked]
    assert may_hold(text.encode())


@pytest.mark.parametrize("text", PROSE)
def test_talk_about_secrets_is_none(text: str) -> None:
    assert secrets(text) == []
    assert masked(text) == text


def test_a_mask_takes_nothing_else_and_keeps_the_lines() -> None:
    text = "a 密码：Abc12345 b\r\n-----BEGIN PRIVATE KEY-----\r\nMIIE\r\n-----END PRIVATE KEY-----\r\nend"
    assert masked(text) == f"a 密码：{MASK} b\r\n{MASK}\r\n\r\n{MASK}\r\nend"


def test_a_value_that_was_cut_short_is_taken_out_too() -> None:
    assert (
        without("hunter22 and hunter… are wrong, hu… is not", ["hunter22"])
        == f"{MASK} and {MASK}… are wrong, hu… is not"
    )


@given(st.text())
def test_no_text_is_too_odd_and_the_quick_look_is_never_wrong(text: str) -> None:
    found = secrets(text)
    assert all(0 <= secret.start < secret.end <= len(text) for secret in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert not found or may_hold(text.encode(errors="replace"))


@given(
    before=st.sampled_from(["password: ", "密码：", "口令=", "api_key: ", "Passwd is ", "密码 ", "rtsp://admin:"]),
    value=st.text(SIGNS, min_size=8, max_size=24),
    behind=st.sampled_from(["", "，请保密", " until Monday", "\n"]),
)
def test_a_password_behind_its_word_is_taken_out(before: str, value: str, behind: str) -> None:
    # Such as people choose: letters and digits, and neither an id nor a path.
    assume(value[0].isalpha() and any(sign.islower() for sign in value) and any(sign.isdigit() for sign in value))
    assume(any(sign in "!#+^~" for sign in value[1:-1]) and value[-1].isalnum())
    host = "@192.0.2.7/ch1" if before.startswith("rtsp") else ""
    assert masked(f"note {before}{value}{host}{behind}") == f"note {before}{MASK}{host}{behind}"
