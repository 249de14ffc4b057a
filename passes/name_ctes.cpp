// SPDX-License-Identifier: Apache-2.0
#include "passes/name_ctes.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

#include "ir/match.h"
#include "ir/text.h"
#include "passes/graph_facts.h"
#include "passes/rewrite.h"
#include "passes/share_conditions.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// Words that an engine reserves or that a reader would stumble over as the name of a CTE; sorted.
constexpr std::array<std::string_view, 72> kReserved{
    "all", "and", "any", "array", "as", "asc", "at", "authorization", "between", "both", "by", "case", "cast",
    "check", "column", "create", "cross", "current", "date", "day", "default", "delete", "desc", "distinct", "else",
    "end", "except", "exists", "false", "final", "from", "full", "grant", "group", "having", "in", "inner", "insert",
    "intersect", "into", "is", "join", "left", "limit", "month", "natural", "not", "null", "on", "or", "order",
    "outer", "primary", "references", "right", "select", "set", "table", "then", "time", "to", "true", "union",
    "unique", "user", "using", "values", "when", "where", "window", "with", "year"};

bool is_reserved(const std::string& name) { return std::binary_search(kReserved.begin(), kReserved.end(), std::string_view(name)); }

/// Snake case without the marks of temporary tables; a name may not begin with a digit.
std::string plain(std::string_view written) {
    std::string name = to_snake_case(written);
    if (!name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) != 0) name.insert(0, "t_");
    return name;
}

class Namer {
public:
    Namer(const std::vector<NamedBlock>& blocks, std::string own_name) : blocks_(blocks), own_name_(plain(own_name)) {}

    std::string import(const ImportPlan& wanted) {
        if (wanted.kind == ImportKind::previous) return take("previous");
        const std::string name = plain(wanted.name.empty() ? wanted.table : wanted.name);
        const std::string qualified = plain(wanted.schema + "_" + (wanted.name.empty() ? wanted.table : wanted.name));
        if (name.empty()) return take(qualified.empty() ? "source" : qualified);
        return taken_.contains(name) || is_reserved(name) || name == "previous" ? take(qualified) : take(name);
    }

    std::vector<std::string> blocks(const std::map<RelRef, std::string>& imports) {
        import_names_ = &imports;
        for (const NamedBlock& block : blocks_) {
            bases_.push_back(base_of(block.rel, block.alias));
            block_bases_[block.rel] = bases_.back();
        }
        find_chains();
        std::map<std::string, std::size_t> last;
        for (std::size_t i = 0; i < bases_.size(); ++i) last[bases_[i]] = i;
        std::vector<std::string> out(bases_.size());
        // Plain names first, so that an earlier version never takes the name of a later one.
        for (std::size_t i = 0; i < bases_.size(); ++i)
            if ((last[bases_[i]] == i && !is_own(i)) || !in_chain(i)) out[i] = take(bases_[i]);
        for (std::size_t i = 0; i < bases_.size(); ++i) {
            if (out[i].empty()) out[i] = take(bases_[i] + suffix(i));
        }
        return out;
    }

private:
    [[nodiscard]] bool is_own(std::size_t i) const { return !blocks_[i].rel->label.empty() && bases_[i] == own_name_; }

    /// Whether some block of that name reads another one: versions of one table rather than tables of one name.
    [[nodiscard]] bool in_chain(std::size_t i) const { return is_own(i) || chained_.contains(bases_[i]); }

    void find_chains() {
        for (std::size_t i = 0; i < bases_.size(); ++i)
            for (const RelRef input : inputs_of(blocks_[i].rel))
                if (!input->label.empty() && plain(input->label) == bases_[i]) chained_.insert(bases_[i]);
    }

    std::string take(std::string name) {
        if (is_reserved(name)) name += "_rows";
        std::string unique = name;
        int& number = last_number_.try_emplace(name, 1).first->second; // hundreds may want the same name
        while (!taken_.insert(unique).second) unique = name + "_" + std::to_string(++number);
        return unique;
    }

    /// The name that a block would like to have.
    std::string base_of(RelRef rel, const std::string& alias) {
        std::string name = plain(rel->label);
        if (name.empty() && alias.size() > 2) name = plain(alias);
        if (name.empty()) name = described(rel);
        if (name == "previous" || name == "final") name += "_rows";
        return name;
    }

    /// A name for a block without one: what it reads and what it does with it.
    std::string described(RelRef rel) {
        std::string subject;
        for (const RelRef input : inputs_of(rel)) {
            subject = plain(input->label);
            if (subject.empty()) subject = looked_up(block_bases_, input);
            if (subject.empty()) subject = looked_up(*import_names_, input);
            if (!subject.empty()) break;
        }
        return (subject.empty() ? "rows" : subject) + doing(rel);
    }

    static std::string doing(RelRef rel) {
        return match(
            rel->node,
            [&](const Select& block) -> std::string {
                if (holds_condition(rel)) return "_checked";
                if (block.grouped || !block.group_by.empty()) return "_totals";
                if (block.distinct) return "_distinct";
                for (const ScalarRef item : block.items)
                    if (holds<Window>(item->node)) return "_ranked";
                if (block.limit) return "_first";
                if (block.from != nullptr && quantifiers(block.from).size() > 1) return "_joined";
                return block.where != nullptr ? "_filtered" : "_prepared";
            },
            [](const SetOp&) -> std::string { return "_combined"; }, [](const Recursive&) -> std::string { return "_levels"; },
            [](const Values&) -> std::string { return "_values"; }, [](const auto&) -> std::string { return "_rows"; });
    }

    /// What happened to a version of a table that is not its last.
    [[nodiscard]] std::string suffix(std::size_t i) const {
        const RelRef rel = blocks_[i].rel;
        const Relations inputs = inputs_of(rel);
        const bool first = std::none_of(inputs.begin(), inputs.end(), [&](RelRef input) { return same_table(input, i); });
        if (std::holds_alternative<SetOp>(rel->node)) return "_added";
        if (holds_condition(rel)) return "_checked";
        const auto* block = std::get_if<Select>(&rel->node);
        if (first || block == nullptr) return "_loaded";
        bool changed = false;
        for (const ScalarRef item : block->items) changed = changed || !std::holds_alternative<ColumnRef>(item->node);
        return changed ? "_updated" : block->where != nullptr ? "_kept" : "_prepared";
    }
    [[nodiscard]] bool same_table(RelRef input, std::size_t i) const {
        if (std::holds_alternative<TableScan>(input->node)) return is_own(i) && looked_up(*import_names_, input) == "previous";
        return !input->label.empty() && plain(input->label) == bases_[i];
    }
    static std::string looked_up(const std::map<RelRef, std::string>& names, RelRef rel) {
        const auto found = names.find(rel);
        return found == names.end() ? std::string() : found->second;
    }

    const std::vector<NamedBlock>& blocks_;
    std::string own_name_;
    std::set<std::string> taken_, chained_;
    std::map<std::string, int> last_number_;
    std::vector<std::string> bases_;
    std::map<RelRef, std::string> block_bases_;                   ///< of the blocks so far; looked up only
    const std::map<RelRef, std::string>* import_names_ = nullptr; ///< looked up only
};

} // namespace

BlockNames name_ctes(const std::vector<ImportPlan>& imports, const std::vector<NamedBlock>& blocks, const std::string& own_name) {
    Namer namer(blocks, own_name);
    BlockNames out;
    std::map<RelRef, std::string> names;
    for (const ImportPlan& import : imports) {
        out.imports.push_back(namer.import(import));
        names.emplace(import.rel, out.imports.back());
    }
    out.blocks = namer.blocks(names);
    return out;
}

} // namespace t2d::passes
