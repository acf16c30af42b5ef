import Cryptography
import OAuthModel

extension FlowID {
    init(random: RandomSource) {
        self.init(bytes: random.bytes(Self.length))
    }
}
