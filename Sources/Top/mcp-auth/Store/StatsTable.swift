import Glibc
import JSON
import WireText

/// Statistics for people: what the server says, in its order, with units.
struct StatsTable {
    let text: String

    init(_ answer: JSONObject) {
        var lines: [String] = []
        if let server = answer["server"]?.object {
            lines.append("server")
            lines += Self.rows(server)
        }
        if var store = answer["store"]?.object {
            let records = store["records"]?.object
            store["records"] = nil
            lines.append("store")
            lines += Self.rows(store)
            if let records {
                lines.append("records")
                lines += Self.rows(records)
            }
        }
        text = lines.joined(separator: "\n")
    }

    private static func rows(_ object: JSONObject) -> [String] {
        object.members.map { member, value in
            let name = member.shown
            let words = name.split(separator: "_").filter { $0 != "bytes" && $0 != "at" }
            return "  " + words.joined(separator: " ").padded(to: 24) + shown(name, value)
        }
    }

    private static func shown(_ name: String, _ value: JSONValue) -> String {
        switch value {
        case .integer(let number) where name.hasSuffix("_bytes"): size(number)
        case .integer(let number) where name.hasSuffix("_at") || name == "last_sweep": momentText(number)
        case .integer(let number): "\(number)"
        case .number(let number): "\((number * 10).rounded() / 10)"
        case .string(let text): text.shown
        case .bool(let flag): flag ? "yes" : "no"
        case .null, .array, .object: ""
        }
    }

    private static func size(_ bytes: Int64) -> String {
        var amount = Double(bytes)
        for unit in ["bytes", "KiB", "MiB"] {
            if amount < 1024 {
                return unit == "bytes" ? "\(bytes) bytes" : "\((amount * 10).rounded() / 10) \(unit)"
            }
            amount /= 1024
        }
        return "\((amount * 10).rounded() / 10) GiB"
    }

}

/// Seconds since 1970 as people read them.
func momentText(_ seconds: Int64) -> String {
    var time = time_t(seconds)
    var parts = tm()
    var text = [CChar](repeating: 0, count: 32)
    guard gmtime_r(&time, &parts) != nil,
        strftime(&text, text.count, "%Y-%m-%d %H:%M:%S UTC", &parts) > 0
    else { return "\(seconds)" }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
