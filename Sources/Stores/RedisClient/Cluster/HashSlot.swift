/// Which of the 16384 slots of a cluster a key is in.
package enum HashSlot {
    package static let count = 16384

    /// CRC-16/XMODEM of the key, or of what stands between the first `{` and the first `}` behind it, if that isn't empty.
    package static func of(_ key: [UInt8]) -> Int {
        Int(crc(tag(of: key))) % count
    }

    private static func tag(of key: [UInt8]) -> ArraySlice<UInt8> {
        guard let open = key.firstIndex(of: UInt8(ascii: "{")),
            let close = key[(open + 1)...].firstIndex(of: UInt8(ascii: "}")), close > open + 1
        else { return key[...] }
        return key[(open + 1)..<close]
    }

    private static func crc(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        bytes.reduce(0) { crc, byte in crc << 8 ^ table[Int(UInt8(crc >> 8) ^ byte)] }
    }

    /// Of the polynomial 0x1021.
    private static let table: [UInt16] = (0..<256).map { index in
        (0..<8).reduce(UInt16(index) << 8) { crc, _ in crc & 0x8000 == 0 ? crc << 1 : crc << 1 ^ 0x1021 }
    }
}
