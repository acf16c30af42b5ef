import RedisURL

/// What a node of a cluster says instead of an answer: the command was not done there.
enum Redirection: Equatable {
    /// The slot lives elsewhere, now and from now on.
    case moved(slot: Int, RedisAddress)
    /// The slot is on its way; this one key is there already.
    case ask(RedisAddress)
    /// The slot is on its way, and of the keys of the command some are here and some there.
    case tryAgain

    /// Of errors that lead elsewhere.
    static let codes: Set<String> = ["MOVED", "ASK"]

    init?(_ reply: RedisReply, asked: RedisAddress?) {
        guard case .error(let code, let message) = reply else { return nil }
        switch code {
        case "TRYAGAIN": self = .tryAgain
        case "MOVED", "ASK":
            let words = message.split(separator: " ")
            guard words.count == 2, let slot = Int(words[0]), (0..<HashSlot.count).contains(slot),
                let address = Self.address(words[1], asked)
            else { return nil }
            self = code == "ASK" ? .ask(address) : .moved(slot: slot, address)
        default: return nil
        }
    }

    /// `host:port`; an IPv6 address has no brackets here, and a node that doesn't know its host leaves it out.
    private static func address(_ text: Substring, _ asked: RedisAddress?) -> RedisAddress? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65535).contains(port)
        else { return nil }
        let host = text[..<colon]
        if !host.isEmpty && host != "?" { return .tcp(host: String(host), port: port) }
        guard case .tcp(let host, _) = asked else { return nil }
        return .tcp(host: host, port: port)
    }
}
