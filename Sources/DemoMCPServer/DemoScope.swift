/// The scopes this resource knows (RFC 6749 §3.3).
enum DemoScope {
    /// Every call needs it.
    static let mcp = "mcp"
    /// What `admin_report` needs beside it.
    static let admin = "mcp:admin"

    static let supported = [mcp, admin]
}
