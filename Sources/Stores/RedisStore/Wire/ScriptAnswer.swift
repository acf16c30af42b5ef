import OAuthModel
import RedisClient
import Storage

/// What a script answers: a list of a word and what belongs to it.
struct ScriptAnswer {
    let word: String
    private let values: [RedisReply]

    init(_ reply: RedisReply) throws(StoreError) {
        guard case .list(let values) = reply, case .bytes(let word)? = values.first else {
            throw .unintelligible
        }
        self.word = String(decoding: word, as: UTF8.self)
        self.values = values
    }

    func number(_ index: Int) throws(StoreError) -> Int64 {
        guard values.indices.contains(index), case .integer(let number) = values[index],
            let number = WireNumber(number)
        else { throw .unintelligible }
        return number.value
    }

    func bytes(_ index: Int) throws(StoreError) -> [UInt8] {
        guard values.indices.contains(index), case .bytes(let bytes) = values[index] else {
            throw .unintelligible
        }
        return bytes
    }

    func reply(_ index: Int) throws(StoreError) -> RedisReply {
        guard values.indices.contains(index) else { throw .unintelligible }
        return values[index]
    }

    func has(_ index: Int) -> Bool { values.indices.contains(index) }

    /// From one place to another; a record begins where it was issued.
    func validity(from start: Int, to end: Int) throws(StoreError) -> Validity {
        Validity(
            issuedAt: Timestamp(milliseconds: try number(start)),
            expiresAt: Timestamp(milliseconds: try number(end)))
    }
}
