import WireText

/// A Redis URL, cut at its separators and not yet understood.
struct RedisURLParts {
    let scheme: RedisURLScheme
    /// Without the `@`; nil when there is none.
    private let userInformation: Substring?
    private let hosts: Substring
    /// With its leading slash, or empty.
    private let path: Substring
    private let query: Substring?

    private static let escaping =
        "percent-encode what isn't a letter, a digit or one of -._~ (@ is %40, / is %2F, : is %3A, ? is %3F, # is %23)"

    init(_ url: String) throws(RedisTargetError) {
        guard !url.isEmpty else {
            throw RedisTargetError(.url, "it is empty", hint: "such as redis://localhost:6379")
        }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw RedisTargetError(
                .url, "it contains white space, or characters that aren't ASCII", hint: Self.escaping)
        }
        guard let separator = url.firstRange(of: "://") else {
            throw RedisTargetError(
                .url, "there is no :// in it", hint: "such as redis://localhost:6379")
        }
        scheme = try RedisURLScheme(url[..<separator.lowerBound])

        let rest = url[separator.upperBound...]
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        let authority = rest[..<authorityEnd]
        let tail = rest[authorityEnd...]
        let at = authority.lastIndex(of: "@")
        // A password with a slash in it would make a host of the user, and show a piece of itself in the error.
        guard at != nil || authority.isEmpty || !tail.contains("@") else {
            throw RedisTargetError(
                .password, "there is an @ after a / or ? or #, which end user and password",
                hint: Self.escaping)
        }
        guard !tail.contains("#") else {
            throw RedisTargetError(
                .fragment, "a Redis URL has none", hint: "leave out what begins with #, or write it %23")
        }
        userInformation = at.map { authority[..<$0] }
        hosts = at.map { authority[authority.index(after: $0)...] } ?? authority
        let mark = tail.firstIndex(of: "?")
        path = tail[..<(mark ?? tail.endIndex)]
        query = mark.map { tail[tail.index(after: $0)...] }
    }

    func credentials() throws(RedisTargetError) -> RedisCredentials? {
        guard let userInformation else { return nil }
        guard !userInformation.contains("@") else {
            throw RedisTargetError(.password, "there is an @ in user or password", hint: Self.escaping)
        }
        guard let colon = userInformation.firstIndex(of: ":") else {
            throw RedisTargetError(
                .password, "there is a user without a password",
                hint: "write user:password@, or :password@ when there is no user")
        }
        guard let user = Self.decoded(userInformation[..<colon]) else {
            throw RedisTargetError(
                .user, "a % is not followed by two hexadecimal digits", hint: Self.escaping)
        }
        let raw = userInformation[userInformation.index(after: colon)...]
        guard !raw.contains(":"), let password = Self.decoded(raw) else {
            throw RedisTargetError(
                .password, "there is a : in it, or a % that is not followed by two hexadecimal digits",
                hint: Self.escaping)
        }
        guard !password.isEmpty else {
            throw RedisTargetError(
                .password, "it is empty", hint: "leave out everything up to the @, or give the password")
        }
        return RedisCredentials(user: user.isEmpty ? nil : user, password: password)
    }

    /// `nil` for a broken escape, for what isn't UTF-8, and for a NUL.
    private static func decoded(_ text: Substring) -> String? {
        guard let bytes = PercentCoding.decode(text.utf8), !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    func topology() throws(RedisTargetError) -> RedisTarget.Topology {
        switch scheme.kind {
        case .unix: return .single(.unix(path: try socketPath()))
        case .single:
            guard !hosts.contains(",") else {
                throw RedisTargetError(
                    .host, "there are several",
                    hint: "for a cluster redis+cluster://, for sentinels redis+sentinel://")
            }
            return .single(try RedisURLHost.address(hosts, defaultPort: scheme.defaultPort))
        case .cluster: return .cluster(try addresses())
        case .sentinel: return .sentinel(primary: try primary(), sentinels: try addresses())
        }
    }

    /// The text of the database in the path, for schemes that have one there.
    func databaseInPath() throws(RedisTargetError) -> String? {
        var segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        switch scheme.kind {
        case .unix: return nil
        case .sentinel: segments = segments.dropFirst()
        case .single, .cluster: break
        }
        guard segments.count <= 1 else {
            throw RedisTargetError(
                .path, "it has too many parts", hint: "at most the number of a database, such as /1")
        }
        return segments.first.flatMap { $0.isEmpty ? nil : String($0) }
    }

    func options() throws(RedisTargetError) -> [(name: RedisURLOption, value: String)] {
        guard let query else { return [] }
        var options: [(name: RedisURLOption, value: String)] = []
        for pair in query.split(separator: "&", omittingEmptySubsequences: false) {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = RedisURLOption(rawValue: String(sides[0])) else {
                throw RedisTargetError(
                    .query, "there is an option that is not known",
                    hint: "one of: \(RedisURLOption.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            if let objection = name.objection(in: scheme) {
                throw RedisTargetError(.query, objection, hint: "leave it out, or use another scheme")
            }
            guard sides.count == 2, let value = Self.decoded(sides[1]), !value.isEmpty else {
                throw RedisTargetError(
                    .query, "\(name.rawValue) has no value that could be read", hint: Self.escaping)
            }
            guard !options.contains(where: { $0.name == name }) else {
                throw RedisTargetError(
                    .query, "\(name.rawValue) is given twice", hint: "leave one of the two out")
            }
            options.append((name, value))
        }
        return options
    }

    private func socketPath() throws(RedisTargetError) -> String {
        guard hosts.isEmpty else {
            throw RedisTargetError(
                .host, "a Unix domain socket has none", hint: "three slashes: redis+unix:///run/redis.sock")
        }
        // What fits into a socket address of Linux, with its terminator (unix(7)).
        guard let socket = Self.decoded(path), socket.utf8.count > 1, socket.utf8.count < 108 else {
            throw RedisTargetError(
                .path, "this is not the path of a socket (at most 107 bytes)",
                hint: "such as redis+unix:///run/redis.sock")
        }
        return socket
    }

    private func primary() throws(RedisTargetError) -> String {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count > 1, let name = Self.decoded(segments[1]), !name.isEmpty else {
            throw RedisTargetError(
                .primary, "the path doesn't begin with the name under which the sentinels know it",
                hint: "such as redis+sentinel://host:26379/mymaster")
        }
        return name
    }

    private func addresses() throws(RedisTargetError) -> [RedisAddress] {
        var addresses: [RedisAddress] = []
        for host in hosts.split(separator: ",", omittingEmptySubsequences: false) {
            let address = try RedisURLHost.address(host, defaultPort: scheme.defaultPort)
            if !addresses.contains(address) { addresses.append(address) }
        }
        return addresses
    }
}
