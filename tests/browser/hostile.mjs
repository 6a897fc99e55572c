// What a model or a file may hold when it means harm.

export const hostile = '<script>alert(1)</script><img src="https://evil.example/x.png" onerror="alert(2)">'
  + '<a href="javascript:alert(3)">x</a>[x](javascript:alert(4)) \u001b[31mred\u202etxt =cmd|\' /C calc\'!A0 '
  + '</textarea></pre></p><style>body{display:none}</style>' + 'w'.repeat(400);

/** Settings of a project that asks the pretend vendor. */
export const settings = `[vendors.fake]
protocol = "openai-chat"
base_url = "http://127.0.0.1:1/v1"
base_url_env = "FAKE_VENDOR_URL"
key = "optional"

[[prices]]
vendor = "fake"
models = ["*"]
from = "2026-01-01"
currency = "USD"
input = "1.00"
cached = "0.10"
cache_write = "1.25"
output = "4.00"
source = "crates/testkit/src/config.rs"
`;
