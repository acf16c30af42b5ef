import Logging

/// An object, in which what is text stays text.
extension LogLine {
    var json: [UInt8] {
        var bytes: [UInt8] = []
        func add(_ name: String, _ value: String, isNumber: Bool = false) {
            bytes.append(UInt8(ascii: bytes.isEmpty ? "{" : ","))
            LogEscape.appendQuoted(name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            if isNumber { bytes += value.utf8 } else { LogEscape.appendQuoted(value, to: &bytes) }
        }
        if let moment { add("ts", moment.universal) }
        add("level", level.rawValue)
        add("logger", label)
        add("message", message)
        for field in fields { add(field.name, field.value, isNumber: field.isNumber) }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}
