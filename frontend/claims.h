// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

#include "frontend/token_stream.h"

namespace t2d::frontend {

/// Which tokens of a file the lowering has read. The parser accepts a clause and the lowering may forget it: then the
/// meaning of a program would change in silence. So every token must be *claimed*:
///   - tokens whose presence decides anything are claimed by the functions that read them (`Lowering::has`, `text`,
///     `identifier`, …, and the token cursor of expressions), never by the rule they stand in;
///   - punctuation and connecting words (`is_structural`) never stand alone: whatever clause they introduce has a
///     token of the first kind, so forgetting the clause leaves that one unclaimed;
///   - ranges are claimed only for text that is kept as text: hints, option lists and statements of kind Recognized.
/// After a statement is lowered, an unclaimed token turns it into `ast::Unparsed` (see Lowering::statement).
class Claims {
public:
    explicit Claims(TokenStream& tokens);
    void claim(std::size_t token) { claimed_[token] = 1; }
    /// Claims [first, last].
    void claim_range(std::size_t first, std::size_t last) {
        if (first <= last) std::memset(&claimed_[first], 1, last - first + 1);
    }
    /// The first token of [first, last] that nothing has read.
    [[nodiscard]] std::optional<std::size_t> first_unclaimed(std::size_t first, std::size_t last) const {
        if (first > last) return std::nullopt;
        const void* hole = std::memchr(&claimed_[first], 0, last - first + 1);
        if (hole == nullptr) return std::nullopt;
        return static_cast<std::size_t>(static_cast<const std::uint8_t*>(hole) - claimed_.data());
    }

private:
    std::vector<std::uint8_t> claimed_;
};

} // namespace t2d::frontend
