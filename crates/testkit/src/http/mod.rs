//! HTTP/1.1 over TCP, by hand: a server that must break its answers at a chosen byte cannot leave the writing to a
//! library, and this one spends nothing on what a benchmark does not use.

pub(crate) mod connection;
pub(crate) mod head;
pub(crate) mod wire;

/// Reason phrase of the statuses in use.
pub(crate) fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        413 => "Payload Too Large",
        422 => "Unprocessable Entity",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Unnamed",
    }
}
