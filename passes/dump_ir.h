// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "ir/procedure.h"

namespace t2d::passes {

/// Prints relational IR as text for `--dump-after`: each relation once, as `%n = …` in the order in which it is first needed.
class IrDumper {
public:
    explicit IrDumper(const std::vector<ir::TableSymbol>& tables) : tables_(tables) {}
    /// The name of a relation, after the lines that define it have been appended to `text()`.
    std::string rel(ir::RelRef rel);
    [[nodiscard]] std::string scalar(ir::ScalarRef scalar);
    [[nodiscard]] const std::string& text() const { return text_; }
    void line(std::string line) { text_ += std::move(line) + "\n"; }

private:
    std::string body(ir::RelRef rel);
    std::string select(const ir::Select& block, const std::vector<ir::Column>& columns);
    std::string from(ir::FromRef from);
    std::string list(const std::vector<ir::ScalarRef>& scalars);
    std::string sort_keys(const std::vector<ir::SortKey>& keys);

    const std::vector<ir::TableSymbol>& tables_;
    std::map<ir::RelRef, int> numbers_; ///< looked up only; numbers follow the order of first use
    std::string text_;
};

} // namespace t2d::passes
