// NamedOperator: a stateful step that plans can express and KQL cannot, called by `invoke name()`. Mappings use them.
// They are built on the as-of join: for each row the newest earlier row of a helper table.
#pragma once

#include <string_view>

#include "bind/tables.h"
#include "diag/diagnostic.h"
#include "plan/rel.h"

namespace quarry {

struct NamedOperator {
  std::string_view name;
  std::string_view doc;
  // Adds columns to `input`; helper tables come from `tables`. A failure has added a diagnostic.
  FailureOr<RelPtr> (*bind)(const RelPtr& input, TableProvider& tables, Span span, ColumnIds& ids,
                            DiagnosticList& diagnostics);
};

// attach_process: the start of the acting process. Input has Host, ProcessKey, Time; the helper table ProcessStarts
//   has them too; its other columns are added (a column that the input has is filled where it is empty).
// resolve_remote_name: the name behind a connection, from the DNS answer that preceded it. Input has Host, ProcessKey,
//   RemoteIP, Time, Outbound and ReverseName; helper tables are DnsAnswers (Host, ProcessKey, Address, Time, Name,
//   Candidates) and DnsAnswersOfHost (the same without ProcessKey). Adds RemoteUrl, RemoteUrlSource (`dns_proc`,
//   `dns_host`, `ptr` or empty), RemoteUrlAge, RemoteUrlCandidates and RemoteUrlAmbiguous. A reverse look-up gives no
//   RemoteUrl: it names the machine, not what was asked for.
// nullptr when there is no such operator.
const NamedOperator* FindNamedOperator(std::string_view name);

// Left rows with the newest right row of equal keys that is not more than `max_age` ticks older and not more than
// `tolerance` ticks newer. Both sides' columns stay; right ones are null without a partner.
RelPtr WithNewest(const RelPtr& left, const RelPtr& right, std::vector<JoinKey> keys, ColumnId left_time,
                  ColumnId right_time, int64_t tolerance, int64_t max_age, Span span);

}  // namespace quarry
