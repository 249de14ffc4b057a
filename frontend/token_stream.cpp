// SPDX-License-Identifier: Apache-2.0
#include "frontend/token_stream.h"

#include <utility>

namespace t2d::frontend {

TokenStream::TokenStream(std::string_view text, std::vector<ScanToken>&& tokens) : source_(text) {
    const std::vector<ScanToken> taken = std::move(tokens);
    tokens_.reserve(taken.size() + 1);
    for (const ScanToken& token : taken)
        tokens_.emplace_back(token, tokens_.size(), source_);
    const auto end = static_cast<std::uint32_t>(text.size());
    tokens_.emplace_back(ScanToken{end, end, 0}, tokens_.size(), source_);
}

std::vector<ScanToken> TokenStream::scanned(std::size_t first, std::size_t past) const {
    std::vector<ScanToken> out;
    for (std::size_t i = first; i < past; ++i)
        out.push_back({tokens_[i].begin(), tokens_[i].end(), tokens_[i].kind()});
    return out;
}

void TokenStream::consume() {
    if (position_ + 1 < tokens_.size()) ++position_;
}

std::size_t TokenStream::LA(ssize_t offset) {
    const antlr4::Token* token = LT(offset);
    return token == nullptr ? 0 : token->getType();
}

antlr4::Token* TokenStream::LT(ssize_t offset) {
    if (offset > 0) {
        const std::size_t index = position_ + static_cast<std::size_t>(offset) - 1;
        return &tokens_[index < tokens_.size() ? index : tokens_.size() - 1];
    }
    const auto back = static_cast<std::size_t>(-offset);
    return offset < 0 && position_ >= back ? &tokens_[position_ - back] : nullptr;
}

} // namespace t2d::frontend
