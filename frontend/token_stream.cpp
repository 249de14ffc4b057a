// SPDX-License-Identifier: Apache-2.0
#include "frontend/token_stream.h"

namespace t2d::frontend {

TokenStream::TokenStream(std::string_view text, const std::vector<ScanToken>& tokens) : source_(text) {
    tokens_.reserve(tokens.size() + 1);
    for (const ScanToken& token : tokens)
        tokens_.emplace_back(token, tokens_.size(), source_);
    const auto end = static_cast<std::uint32_t>(text.size());
    tokens_.emplace_back(ScanToken{end, end, 0}, tokens_.size(), source_);
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
