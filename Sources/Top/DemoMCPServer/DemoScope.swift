/// The scopes this resource knows (RFC 6749 §3.3).
enum DemoScope {
    /// Every call needs it.
    static let mcp = "mcp"
    /// What `admin_report` needs beside it. A client learns of it when it calls that, from the challenge.
    static let admin = "mcp:admin"

    /// What a first authorization should ask for. Some clients ask for all that is listed, so no more is.
    static let supported = [mcp]
}
