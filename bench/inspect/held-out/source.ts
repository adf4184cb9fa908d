import { type Case, told } from '../corpus/case.ts';

/* Held out: written before the detector was tuned, and measured only. */
const cases: readonly (readonly [kinds: readonly string[], text: string])[] = [
  [
    ['javascript'],
    "export default class Timer extends EventEmitter {\n  #at = 0;\n  constructor(ms) {\n    super();\n    this.ms = ms;\n  }\n  start() {\n    setTimeout(() => this.emit('end'), this.ms);\n  }\n}",
  ],
  [
    ['javascript'],
    'import React, { useState } from "react";\nfunction Counter() {\n  const [n, setN] = useState(0);\n  return <button onClick={() => setN(n + 1)}>{n}</button>;\n}',
  ],
  [
    ['javascript'],
    "var self = this;\n$('#go').on('click', function () {\n  var value = $(this).val();\n  self.save(value);\n});",
  ],
  [
    ['python'],
    'import numpy as np\nimport pandas as pd\n\ndf = pd.read_csv("a.csv")\ndf["x"] = np.log(df["y"])\nprint(df.head())',
  ],
  [
    ['python'],
    'try:\n    rows = fetch(url, timeout=3)\nexcept TimeoutError as error:\n    log.warning("late: %s", error)\n    rows = []\nwhile rows:\n    row = rows.pop()',
  ],
  [
    ['python'],
    'squares = [x * x for x in range(10) if x % 2]\nwith open("out.txt", "w") as f:\n    f.write(str(squares))\n',
  ],
  [
    ['java'],
    'public interface Repository<T, ID> extends Base<T> {\n    Optional<T> findById(ID id);\n}\n\n@Entity\npublic class Invoice {\n    @Id\n    private Long id;\n}',
  ],
  [
    ['java'],
    'try (Connection c = source.getConnection()) {\n    PreparedStatement s = c.prepareStatement(query);\n    s.setLong(1, id);\n    return map(s.executeQuery());\n} catch (SQLException e) {\n    throw new StoreException(e);\n}',
  ],
  [
    ['csharp'],
    'public sealed record Money(decimal Amount, string Currency);\n\npublic static class Extensions\n{\n    public static bool IsEmpty(this string text) => text.Length == 0;\n}',
  ],
  [
    ['go'],
    'func TestAdd(t *testing.T) {\n\tgot := Add(1, 2)\n\tif got != 3 {\n\t\tt.Fatalf("got %d", got)\n\t}\n}',
  ],
  [
    ['rust'],
    '#[tokio::main]\nasync fn main() -> Result<()> {\n    let listener = TcpListener::bind("0.0.0.0:80").await?;\n    loop {\n        let (socket, _) = listener.accept().await?;\n    }\n}',
  ],
  [
    ['c_cpp'],
    '#include <vector>\nusing namespace std;\n\ndouble mean(const vector<double>& v) {\n  double sum = 0;\n  for (auto x : v) sum += x;\n  return sum / v.size();\n}',
  ],
  [
    ['c_cpp'],
    'struct node {\n    int value;\n    struct node *next;\n};\n\nvoid push(struct node **head, int value) {\n    struct node *n = malloc(sizeof *n);\n    n->value = value;\n}',
  ],
  [['php'], '<?php if ($user): ?>\n<p><?= $user->name ?></p>\n<?php endif; ?>'],
  [
    ['ruby'],
    "RSpec.describe Cart do\n  it 'adds items' do\n    cart = Cart.new\n    expect(cart.total).to eq(0)\n  end\nend",
  ],
  [
    ['sql'],
    'WITH recent AS (\n  SELECT customer_id, max(created_at) AS last\n  FROM orders\n  GROUP BY customer_id\n)\nSELECT * FROM recent JOIN customers c ON c.id = recent.customer_id;',
  ],
  [
    ['sql'],
    'ALTER TABLE users ADD COLUMN phone text;\nCREATE INDEX users_phone_idx ON users (phone);',
  ],
  [
    ['shell'],
    'docker build -t app .\nkubectl apply -f deploy.yaml\ncurl -fsS https://a.org/health\nexport TOKEN=$(cat token)\n',
  ],
  [['html'], '<table>\n<tr><td>a</td><td>b</td></tr>\n<tr><td>c</td><td>d</td></tr>\n</table>'],
  [
    ['kotlin'],
    'class Repo(private val api: Api) {\n    suspend fun load(id: Int): Item = api.get(id)\n    val names by lazy { listOf("a") }\n    fun clear() { cache.clear() }\n}',
  ],
  [
    ['swift'],
    'struct ContentView: View {\n    @State private var count = 0\n    var body: some View {\n        Button("Add") { count += 1 }\n    }\n}',
  ],
  [['copyright_notice'], 'Copyright (C) 2012-2020 by the contributors, see AUTHORS'],
  [
    ['copyright_notice', 'spdx_license'],
    '/*\n * Copyright 2023 Widget Works Ltd\n * SPDX-License-Identifier: MIT\n */',
  ],
  [['confidential_marking'], 'Company Confidential\nBoard minutes of 3 March'],
  [['confidential_marking'], 'VERTRAULICH\nProtokoll der Sitzung'],
  [['confidential_marking'], 'This deck is for INTERNAL USE ONLY and describes the plan.'],
  [[], 'Return to sender: import duties were not paid. Class action follows.'],
  [[], 'Can you explain what the WHERE clause of a SELECT statement is for?'],
  [[], 'public transport; private cars; protected areas: a debate for all.'],
  [[], 'services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n  db:\n    image: postgres'],
  [[], 'Dear team;\nthe plan is final;\nplease sign it;\nthank you;\n'],
  [[], '| a | b |\n|---|---|\n| 1 | 2 |\n\nUse the table; then go on.'],
  [[], 'try to rest:\nfor a week, in bed\nif not better, call us\nelse come back:\n'],
  [[], 'We discuss confidential matters and internal rules here, and copyrights too.'],
  [[], 'let x be a prime number. let y be its square. then x divides y.'],
  [[], '[section]\nkey = value\npath = /usr/bin\n\n[other]\nname = x\n'],
  [[], 'Was bedeutet „public static void main“ in Java?'],
  [[], 'Step 1: export the report. Step 2: print it. Step 3: delete the old one from the table.'],
];

/** Nobody tunes on these. */
export function listHeldOutSources(): readonly Case[] {
  return cases.map(([kinds, text]) => told(text, kinds));
}
