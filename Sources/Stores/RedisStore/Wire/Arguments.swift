import OAuthModel

/// Numbers as commands and scripts take them: decimal text.
extension Duration {
    /// Milliseconds. Never negative, and no more than leaves a time exact in Lua.
    var argument: [UInt8] {
        Array(String(min(max(milliseconds, 0), 1 << 52)).utf8)
    }
}

extension Int {
    var argument: [UInt8] { Array(String(self).utf8) }
}

extension Timestamp {
    var argument: [UInt8] { Array(String(min(max(milliseconds, 0), 1 << 52)).utf8) }
}
