// SPDX-License-Identifier: Apache-2.0
#include "frontend/token_stream.h"

#include <algorithm>
#include <utility>

namespace t2d::frontend {

TokenStream::TokenStream(std::string_view text, std::vector<ScanToken>&& tokens) : source_(text), tokens_(std::move(tokens)), next_type_(antlr4::Token::EOF) {
    const auto end = static_cast<std::uint32_t>(text.size());
    tokens_.push_back({end, end, 0});
    pages_.resize((tokens_.size() + kPageSize - 1) / kPageSize);
    move_to(0);
}

void TokenStream::give_back() {
    for (; released_ < position_ / kPageSize; ++released_) {
        Page& page = pages_[released_];
        page.clear();
        if (page.capacity() > 0) spare_ = std::move(page);
        page = {};
    }
}

void TokenStream::fill(std::size_t page) const {
    Page& tokens = pages_[page];
    tokens = std::move(spare_);
    spare_ = {};
    tokens.reserve(kPageSize);
    const std::size_t past = std::min(tokens_.size(), (page + 1) * kPageSize);
    for (std::size_t i = page * kPageSize; i < past; ++i)
        tokens.emplace_back(tokens_[i], i, const_cast<SqlSource&>(source_));
}

std::size_t TokenStream::type_at(ssize_t offset) const {
    if (offset > 0) return type(bounded(position_ + static_cast<std::size_t>(offset) - 1));
    const auto back = static_cast<std::size_t>(-offset);
    return offset < 0 && position_ >= back ? type(position_ - back) : 0;
}

} // namespace t2d::frontend
