-- Works on an Ardour 7 session without a window; bounce.sh calls it, one step a process:
--
--   ardour7-lua bounce.lua create  SESSION IN.wav             a session with the file on one track
--   ardour7-lua bounce.lua insert  SESSION UID [SETTING ...]  the plugin on that track, set and automated
--   ardour7-lua bounce.lua values  SESSION                    what the plugin has after a reload, a line a parameter
--
-- UID is the class id; "-" leaves the track without a plugin. SETTING is TITLE=VALUE for a constant, or
-- TITLE@SAMPLE:VALUE,SAMPLE:VALUE,… for automation; values are plain ones. A step that worked ends with "ok STEP".
--
-- Each process ends by killing itself: closing a session without a window can wait for ever in Ardour 7.3.

local step, folder = arg[1], arg[2]
local name = folder:gsub ("/+$", ""):match ("[^/]+$")
local session, track

local function leave ()
	io.stdout:flush ()
	local self = io.open ("/proc/self/stat")
	os.execute ("kill -KILL " .. self:read ("n"))
end

local function fail (...)
	io.stdout:write ("failed: ", string.format (...), "\n")
	leave ()
end

local function read (path)
	local file = io.open (path, "rb") or fail ("cannot read %s", path)
	local content = file:read ("a")
	file:close ()
	return content
end

-- Channels, rate and frames of a RIFF file: its chunks one after the other.
local function measure (path)
	local content, at, channels, rate, frame = read (path), 13
	while at + 8 <= #content do
		local id, size = content:sub (at, at + 3), string.unpack ("<I4", content, at + 4)
		if id == "fmt " then
			channels, rate = string.unpack ("<I2I4", content, at + 10)
			frame = string.unpack ("<I2", content, at + 20)
		elseif id == "data" then
			return channels, rate, math.min (size, #content - at - 7) // frame
		end
		at = at + 8 + size + size % 2
	end
	fail ("%s has no samples", path)
end

-- There is no import without a window: the file goes in as the session file writes it, by source, region and range.
local function create (wav)
	local channels, rate, frames = measure (wav)
	session = create_session (folder, name, rate) or fail ("no session")
	session:new_audio_track (channels, channels, nil, 1, "Sound", ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal, false)
	session:save_state ("", false, false, false, false, false)

	local path = folder .. "/" .. name .. ".ardour"
	local content = read (path)
	local clock = tonumber (content:match ('superclocks%-per%-second="(%d+)"'))
	local length = clock // rate * frames
	local sources, references = {}, {}
	for channel = 0, channels - 1 do
		sources[#sources + 1] = ('<Source name="in.wav" type="audio" id="%d" channel="%d" origin="%s" gain="1"/>'):format (800001 + channel, channel, wav)
		references[#references + 1] = (' source-%d="%d" master-source-%d="%d"'):format (channel, 800001 + channel, channel, 800001 + channel)
	end
	local region = ('<Region name="in" type="audio" id="800010" channels="%d" start="a0" length="a%d@a0" opaque="1" external="1" '
		.. 'stretch="1" shift="1" scale-amplitude="1" default-fade-in="0" default-fade-out="0" fade-in-active="0" fade-out-active="0" '
		.. 'envelope-active="0"%s/>'):format (channels, length, table.concat (references))
	local range = ('<Location id="800020" name="session" start="a0" end="a%d" flags="IsSessionRange" locked="0"/>'):format (length)
	local function put (pattern, text)
		local count
		content, count = content:gsub (pattern, text)
		if count ~= 1 then fail ("the session file has no place for %s", pattern) end
	end
	put ("<Sources/>", function () return "<Sources>" .. table.concat (sources) .. "</Sources>" end)
	put ("<Locations/>", function () return "<Locations>" .. range .. "</Locations>" end)
	put ('(<Playlist id="%d+" name="Sound"[^>]-)/>', function (head) return head .. ">" .. region .. "</Playlist>" end)
	put ('id%-counter="%d+"', 'id-counter="800100"')
	local file = io.open (path, "wb")
	file:write (content)
	file:close ()
end

local function open ()
	session = load_session (folder, name) or fail ("the session does not open")
	track = session:route_by_name ("Sound")
	if track:isnil () then fail ("the track is gone") end
end

local function controls (processor)
	local plugin, found = processor:to_insert ():plugin (0), {}
	for index = 0, plugin:parameter_count () - 1 do
		if plugin:parameter_is_control (index) and plugin:parameter_is_input (index) then
			found[plugin:parameter_label (index)] = index
		end
	end
	return found
end

local function insert (uid, settings)
	open ()
	-- The automatic wiring has a thread of its own and may come too late.
	local output, master = track:output (), session:master_out ():input ()
	output:disconnect_all (nil)
	local ports = output:n_ports ():n_audio ()
	for side = 0, 1 do
		if output:nth (math.min (side, ports - 1)):connect (master:nth (side):name ()) ~= 0 then fail ("no way to the master") end
	end
	if uid ~= "-" then
		-- By audio time; by beats the points would fall on a grid of 12.5 samples.
		local processor = ARDOUR.LuaAPI.new_plugin_with_time_domain (session, uid, ARDOUR.PluginType.VST3, Temporal.TimeDomain.AudioTime, "")
		if processor:isnil () then fail ("Ardour does not know %s", uid) end
		if track:add_processor_by_index (processor, 0, nil, true) ~= 0 then fail ("the track refused the plugin") end
		local index = controls (processor)
		for _, setting in ipairs (settings) do
			local title, points = setting:match ("^(.-)@(.+)$")
			if points then
				local id = index[title] or fail ("no parameter %s", title)
				local _, curve = ARDOUR.LuaAPI.plugin_automation (processor, id)
				for sample, value in points:gmatch ("(%d+):([-%d.eE]+)") do
					-- add () would drop points that lie on a line.
					curve:editor_add (Temporal.timepos_t (tonumber (sample)), tonumber (value), false)
				end
				local parameter = Evoral.Parameter (ARDOUR.AutomationType.PluginAutomation, 0, id)
				processor:to_automatable ():automation_control (parameter, false):set_automation_state (ARDOUR.AutoState.Play)
			else
				local constant, value = setting:match ("^(.-)=(.+)$")
				local id = index[constant] or fail ("no parameter %s", tostring (constant))
				if not ARDOUR.LuaAPI.set_processor_param (processor, id, tonumber (value)) then fail ("%s was refused", setting) end
			end
		end
	end
	-- The state is asked of the processor, which has a new value only after a block.
	sleep (0.3)
	session:save_state ("", false, false, false, false, false)
end

local function values ()
	open ()
	local processor = track:nth_plugin (0)
	if processor:isnil () then fail ("the plugin is gone") end
	for title, id in pairs (controls (processor)) do
		io.stdout:write (("%s=%.9g\n"):format (title, ARDOUR.LuaAPI.get_processor_param (processor, id, true)))
	end
end

local done, problem = xpcall (function ()
	if step == "create" then create (arg[3])
	elseif step == "insert" then insert (arg[3], { table.unpack (arg, 4) })
	elseif step == "values" then values ()
	else fail ("no step %s", tostring (step)) end
end, debug.traceback)
if not done then fail ("%s", problem) end
io.stdout:write ("ok ", step, "\n")
leave ()
