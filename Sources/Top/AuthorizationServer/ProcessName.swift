import Glibc

/// How people tell this process from others that serve the same issuer.
enum ProcessName {
    /// `process 4711 on auth-7f9c`
    static var own: String {
        var name = [CChar](repeating: 0, count: 256)
        // The last byte stays what ends the name, however long that is.
        guard gethostname(&name, name.count - 1) == 0 else { return "process \(getpid())" }
        let host = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return "process \(getpid()) on \(host)"
    }
}
