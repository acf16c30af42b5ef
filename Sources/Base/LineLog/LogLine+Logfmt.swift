import Logging

extension LogLine {
    var logfmt: [UInt8] {
        var bytes: [UInt8] = []
        func add(_ name: String, _ value: String) {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
            bytes += name.utf8
            bytes.append(UInt8(ascii: "="))
            LogEscape.appendValue(value, to: &bytes)
        }
        if let moment { add("ts", moment.universal) }
        add("level", level.rawValue)
        add("logger", label)
        add("msg", message)
        for field in fields { add(field.name, field.value) }
        return bytes
    }
}
